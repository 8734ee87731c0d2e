import type { Backend } from "@symplectic-adjoint/core";

/** A weighted sum of scalars, some of which may be numbers. It stays on the device, and outlives scopes. */
export interface ScalarSum<A> {
  /** Adds weight · scalar, which is borrowed. */
  add(weight: number, scalar: A | number): void;
  /** The sum so far. The open scope owns it, or the caller. */
  value(): A | number;
  /** Frees the sum, which is then zero. */
  release(): void;
}

/** An empty sum. Costs nothing on the device as long as only numbers are added. */
export function scalarSum<A>(backend: Backend<A>): ScalarSum<A> {
  let numbers = 0;
  let array: A | undefined;
  const release = () => {
    if (array !== undefined) backend.release([array]);
    array = undefined;
    numbers = 0;
  };
  return {
    add(weight, scalar) {
      if (weight === 0) return;
      if (typeof scalar === "number") {
        numbers += weight * scalar;
        return;
      }
      const base = array === undefined ? undefined : [array];
      const sum = backend.linearCombination(base, weight, [1], [[scalar]]);
      try {
        [array] = backend.retain(sum) as [A];
      } finally {
        backend.release(sum);
      }
      if (base !== undefined) backend.release(base);
    },
    value() {
      if (array === undefined) return numbers;
      if (numbers === 0) return backend.linearCombination(undefined, 1, [1], [[array]])[0] as A;
      const one = backend.fromHost([1], backend.shape(array));
      try {
        return backend.linearCombination([array], numbers, [1], [[one]])[0] as A;
      } finally {
        backend.release([one]);
      }
    },
    release,
  };
}
