import fc from "fast-check";

/** An array on the host: its shape and its values, row-major. */
export interface HostArray {
  readonly shape: ReadonlyArray<number>;
  readonly values: Float64Array;
}

/** A state on the host. */
export type HostState = ReadonlyArray<HostArray>;

/** Shapes of the leaves of a state. */
export type Shapes = ReadonlyArray<ReadonlyArray<number>>;

/** One to three leaves of none to three axes. */
export const arbitraryShapes: fc.Arbitrary<Shapes> = fc.array(
  fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
  { minLength: 1, maxLength: 3 },
);

/** Sizes around the SIMD widths of kernels. */
export const awkwardSizes: ReadonlyArray<number> = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 255, 4099];

/**
 * A state of multiples of 1/64 in [−4, 4], which float32 represents exactly: deterministic for each seed, without
 * zeros.
 */
export function hostState(shapes: Shapes, seed: number): HostState {
  return shapes.map((shape, leaf) => ({
    shape,
    values: Float64Array.from({ length: sizeOf(shape) }, (_, i) => {
      const wave = Math.sin(12.9898 * (seed + 1) + 78.233 * (leaf + 1) + 37.719 * (i + 1)) * 4999;
      const steps = Math.floor((wave - Math.floor(wave)) * 512) - 256;
      return (steps < 0 ? steps : steps + 1) / 64;
    }),
  }));
}

/** The number of values of an array of this shape. */
export function sizeOf(shape: ReadonlyArray<number>): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** Elementwise, over states of the same shapes. */
export function mapStates(
  states: ReadonlyArray<HostState>,
  f: (...values: ReadonlyArray<number>) => number,
): HostState {
  const [first = []] = states;
  return first.map(({ shape, values }, leaf) => ({
    shape,
    values: values.map((_, i) => f(...states.map((state) => state[leaf]?.values[i] as number))),
  }));
}
