import { checkValue, functionRequirement, required } from "@symplectic-adjoint/core";
import { engine } from "@tensorflow/tfjs-core";

/** What a computation held at most, and what it left. Counted from where it began: what was there before is not in it. */
export interface MemoryMeasurement<T> {
  readonly value: T;
  /** The largest number of bytes of distinct buffers that lived at one time. */
  readonly peakBytes: number;
  /** Bytes of distinct buffers at the end. Negative if it freed more than it left. */
  readonly remainingBytes: number;
  /** Buffers at the end. */
  readonly remainingBuffers: number;
}

const BODY = required(functionRequirement("Write measureMemory(() => …)."));

interface BufferInfo {
  readonly bytes: number;
}

/** What the engine uses of the map from buffers to what is known of them. */
interface BufferMap {
  get(buffer: object): BufferInfo | undefined;
  has(buffer: object): boolean;
  set(buffer: object, info: BufferInfo): unknown;
  delete(buffer: object): boolean;
}

/**
 * Runs `body` and counts the bytes of the tensors' buffers, exactly: every one from its making to its end, and once,
 * however many tensors share it. (`tf.memory().numBytes` counts a buffer once per tensor, and knows no peak.)
 *
 * A synchronous body gives a measurement, an asynchronous one a promise of it. Measurements may be nested. What the
 * engine keeps beyond its buffers, such as recycled textures, is not seen. Meant for tests and benchmarks: it costs a
 * little at each tensor.
 *
 * @example
 * const { peakBytes } = measureMemory(() => tf.tidy(() => tf.sum(tf.square(tf.ones([1000]))).dataSync()));
 * // 8004: the ones, their squares, and the sum
 */
export function measureMemory<T>(body: () => Promise<T>): Promise<MemoryMeasurement<T>>;
export function measureMemory<T>(body: () => T): MemoryMeasurement<T>;
export function measureMemory<T>(
  body: () => T | Promise<T>,
): MemoryMeasurement<T> | Promise<MemoryMeasurement<T>> {
  checkValue("body", body, BODY);
  const counter = countBuffers();
  let value: T | Promise<T>;
  try {
    value = body();
  } catch (error) {
    counter.stop();
    throw error;
  }
  if (!(value instanceof Promise)) return { value, ...counter.stop() };
  return value.then(
    (result) => ({ value: result, ...counter.stop() }),
    (error: unknown) => {
      counter.stop();
      throw error;
    },
  );
}

function countBuffers(): { stop(): Omit<MemoryMeasurement<never>, "value"> } {
  const state = engine().state as unknown as { tensorInfo: BufferMap };
  const original = state.tensorInfo;
  let bytes = 0;
  let buffers = 0;
  let peakBytes = 0;
  const counting: BufferMap = {
    get: (buffer) => original.get(buffer),
    has: (buffer) => original.has(buffer),
    set: (buffer, info) => {
      if (!original.has(buffer)) {
        bytes += info.bytes;
        buffers += 1;
        peakBytes = Math.max(peakBytes, bytes);
      }
      return original.set(buffer, info);
    },
    delete: (buffer) => {
      const info = original.get(buffer);
      if (info !== undefined) {
        bytes -= info.bytes;
        buffers -= 1;
      }
      return original.delete(buffer);
    },
  };
  state.tensorInfo = counting;
  return {
    stop: () => {
      // A measurement that began later and still runs wraps this one: then leave the chain whole.
      if (state.tensorInfo === counting) state.tensorInfo = original;
      return { peakBytes, remainingBytes: bytes, remainingBuffers: buffers };
    },
  };
}
