import type { MeasuredMemory } from "@symplectic-adjoint/core";

/** Numbers that arrays of the host backend hold, one or several of them. */
export interface HostBuffer {
  readonly bytes: number;
  /** Arrays that hold it, if measurements are to know; the garbage collector needs no count. */
  holders: number;
}

/** Something that scopes free: an array. */
interface Scoped {
  /** Gives up its buffer. Calling it twice is allowed. */
  drop(): void;
}

interface Meter {
  bytes: number;
  peakBytes: number;
}

/** The measurements in progress, the outermost first. */
let meters: ReadonlyArray<Meter> = [];
/** What was made in the scopes that were opened meanwhile. */
let scopes: Array<Array<Scoped>> = [];

/** Notes that one more array holds a buffer, and in which scope. */
export function hold(buffer: HostBuffer, array: Scoped | undefined): void {
  const isNew = buffer.holders++ === 0;
  if (meters.length === 0) return;
  if (isNew) count(buffer.bytes);
  if (array !== undefined) scopes.at(-1)?.push(array);
}

/** Notes that an array does not hold its buffer any more. */
export function letGo(buffer: HostBuffer): void {
  if (--buffer.holders === 0) count(-buffer.bytes);
}

function count(bytes: number): void {
  for (const meter of meters) {
    meter.bytes += bytes;
    meter.peakBytes = Math.max(meter.peakBytes, meter.bytes);
  }
}

/** See `Backend.openScope`. Outside of measurements, scopes are the garbage collector's concern. */
export function openHostScope(): void {
  if (meters.length > 0) scopes.push([]);
}

/** See `Backend.closeScope`. */
export function closeHostScope(survivors: ReadonlyArray<ReadonlyArray<unknown>>): void {
  const made = scopes.pop();
  if (made === undefined) return;
  const kept = new Set(survivors.flat());
  for (const array of made) {
    if (kept.has(array)) scopes.at(-1)?.push(array);
    else array.drop();
  }
}

/** See `Backend.measure`: the numbers of arrays, not the tensors that users see of them. */
export function measureHost<T>(body: () => T): MeasuredMemory<T> {
  const meter: Meter = { bytes: 0, peakBytes: 0 };
  meters = [...meters, meter];
  try {
    const value = body();
    return { value, peakBytes: meter.peakBytes, remainingBytes: meter.bytes };
  } finally {
    meters = meters.filter((other) => other !== meter);
    if (meters.length === 0) scopes = [];
  }
}
