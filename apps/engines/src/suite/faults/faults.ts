import * as tf from "@tensorflow/tfjs";
import { leanEngineStatus } from "symplectic-adjoint";

/** The injected error; tests compare its identity. */
export class InjectedFault extends Error {}

/** A kind of operation of which the n-th occurrence can be made to fail. */
export interface FaultSite {
  /**
   * Starts counting, and fails at the n-th occurrence; never if n = Infinity. Returns the error that will be thrown.
   */
  arm(n: number): InjectedFault;
  /** Runs `body` uncounted. */
  aside<T>(body: () => T): T;
  /** Stops counting. Returns the number of occurrences. */
  disarm(): number;
  /** Uninstalls the instrumentation. */
  remove(): void;
}

interface Counter extends Omit<FaultSite, "remove"> {
  tick(name?: string): void;
}

/** Counts an occurrence, and throws if it is the n-th. */
function counter(what: string): Counter {
  let armed = false;
  let count = 0;
  let at = Number.POSITIVE_INFINITY;
  let fault = new InjectedFault(what);
  return {
    tick(name) {
      if (!armed || ++count !== at) return;
      if (name !== undefined) fault.message += ` (${name})`;
      throw fault;
    },
    arm(n) {
      armed = true;
      count = 0;
      at = n;
      fault = new InjectedFault(`${what} ${n} fails on purpose`);
      return fault;
    },
    aside(body) {
      const before = armed;
      armed = false;
      try {
        return body();
      } finally {
        armed = before;
      }
    },
    disarm() {
      armed = false;
      return count;
    },
  };
}

type Method = (...args: Array<never>) => unknown;

/**
 * Makes a method of an object tick before it runs, if `ticks` returns true. Returns a function that restores the
 * method.
 */
function intercept(
  target: object,
  name: string,
  before: () => void,
  after: () => void = () => {},
): () => void {
  const owner = target as Record<string, Method>;
  const own = Object.hasOwn(owner, name);
  const original = owner[name] as Method;
  owner[name] = function (this: unknown, ...args) {
    before();
    try {
      return original.apply(this, args);
    } finally {
      after();
    }
  };
  return () => {
    if (own) owner[name] = original;
    else delete owner[name];
  };
}

function undoAll(restore: ReadonlyArray<() => void>): void {
  for (const undo of restore) undo();
}

/**
 * Whether TensorFlow.js calls a kernel to copy what an operation saves for its gradient. If that fails, it leaks the
 * earlier copies for the same operation. The lean engine makes no copies.
 */
function copiesForGradient(kernelName: string): boolean {
  return kernelName === tf.Identity && !leanEngineStatus().inUse;
}

/** Every kernel of the active engine, and every upload outside of a kernel. */
export function kernelFaults(): FaultSite {
  const { tick, ...counts } = counter("kernel");
  let depth = 0;
  const restore = tf.getKernelsForBackend(tf.getBackend()).map((kernel) =>
    intercept(
      kernel,
      "kernelFunc",
      () => {
        // A kernel of TensorFlow.js that runs another one does not free its earlier results if that fails.
        if (depth === 0 && !copiesForGradient(kernel.kernelName)) tick(kernel.kernelName);
        depth++;
      },
      () => {
        depth--;
      },
    ),
  );
  restore.push(
    intercept(tf.backend(), "write", () => {
      if (depth === 0) tick("upload");
    }),
  );
  return { ...counts, remove: () => undoAll(restore) };
}

/** Every read of values from the active engine, awaited or not. */
export function readFaults(): FaultSite {
  const { tick, ...counts } = counter("read");
  const restore = ["read", "readSync"].map((name) => intercept(tf.backend(), name, tick));
  return { ...counts, remove: () => undoAll(restore) };
}

/** Calls of counted functions. */
export interface CallSite extends FaultSite {
  /** Wraps a function; it fails after it has done its work. */
  counting<A extends Array<unknown>, R>(func: (...args: A) => R): (...args: A) => R;
}

/** The calls of f. */
export function callFaults(): CallSite {
  const { tick, ...counts } = counter("call of f");
  return {
    ...counts,
    remove() {},
    counting:
      (func) =>
      (...args) => {
        const result = func(...args);
        tick();
        return result;
      },
  };
}
