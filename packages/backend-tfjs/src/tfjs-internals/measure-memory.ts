import { checkValue, functionRequirement, required } from "@symplectic-adjoint/core";
import { engine } from "@tensorflow/tfjs-core";

/** Peak and final memory of a computation, relative to its start. */
export interface MemoryMeasurement<T> {
  readonly value: T;
  /** The largest number of bytes in distinct live buffers. */
  readonly peakBytes: number;
  /** Bytes in distinct buffers at the end. Negative if the computation freed earlier buffers. */
  readonly remainingBytes: number;
  /** Buffers at the end. */
  readonly remainingBuffers: number;
}

const BODY = required(functionRequirement("Write measureMemory(() => …)."));

interface BufferInfo {
  readonly bytes: number;
}

/** The methods of the engine's map of buffers that it uses. */
interface BufferMap {
  get(buffer: object): BufferInfo | undefined;
  has(buffer: object): boolean;
  set(buffer: object, info: BufferInfo): unknown;
  delete(buffer: object): boolean;
}

/**
 * Runs `body` and counts the bytes of the tensors' buffers exactly: each from allocation to release, and once even if
 * shared. (`tf.memory().numBytes` counts a buffer once per tensor, and has no peak.)
 *
 * Returns a measurement for a synchronous body, a promise of one for an asynchronous body. Measurements may be nested.
 * Memory outside of tensor buffers, such as recycled textures, is not counted. Intended for tests and benchmarks: adds
 * a small cost per tensor.
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
      // A later measurement that is still running wraps this one: keep the chain intact.
      if (state.tensorInfo === counting) state.tensorInfo = original;
      return { peakBytes, remainingBytes: bytes, remainingBuffers: buffers };
    },
  };
}
