import { add, constant, input, ONE, Scalar } from "./scalar.js";

/** An array of scalars, row-major: the host's counterpart of a tensor. */
export interface HostArray {
  readonly shape: ReadonlyArray<number>;
  readonly at: ReadonlyArray<Scalar>;
}

export type Shape = ReadonlyArray<number>;
export type Index = Array<number>;

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The array with `element(index)` at every index: formulas in index notation, as papers write them. */
export function arrayOf(shape: Shape, element: (...index: Index) => Scalar): HostArray {
  const at: Array<Scalar> = [];
  const index = shape.map(() => 0);
  for (let i = sizeOf(shape); i > 0; i--) {
    at.push(element(...index));
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      index[axis] = 0;
    }
  }
  return { shape, at };
}

/** The element at an index; axes of length 1, and missing leading ones, are broadcast. */
export function pick({ shape, at }: HostArray, ...index: Index): Scalar {
  const skipped = index.length - shape.length;
  let position = 0;
  for (const [axis, length] of shape.entries()) {
    position = position * length + (length === 1 ? 0 : (index[skipped + axis] as number));
  }
  const found = at[position];
  if (found === undefined) throw new RangeError(`[${index}] is outside of [${shape}]`);
  return found;
}

/** The same, or a given scalar if the index is out of range. */
export function pickOr(array: HostArray, outside: Scalar, ...index: Index): Scalar {
  const inside = index.every((i, axis) => i >= 0 && i < (array.shape[axis] as number));
  return inside ? pick(array, ...index) : outside;
}

/** Numbers as an array of constants. */
export function constants(shape: Shape, numbers: ArrayLike<number>): HostArray {
  let i = 0;
  return arrayOf(shape, () => constant(numbers[i++] as number));
}

/** Numbers to differentiate with respect to. */
export function inputs(shape: Shape, numbers: ArrayLike<number>): HostArray {
  let i = 0;
  return arrayOf(shape, () => input(numbers[i++] as number));
}

/** The same values as new variables: the argument of an inner function. */
export function separate({ shape, at }: HostArray): HostArray {
  return { shape, at: at.map((a) => new Scalar(a.value, a.error, [a], () => ONE)) };
}

export function broadcastShape(...arrays: ReadonlyArray<HostArray>): Shape {
  const rank = Math.max(...arrays.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...arrays.map(({ shape }) => shape[axis - rank + shape.length] ?? 1)),
  );
}

/** f, element by element, with broadcasting. */
export function map(
  f: (...scalars: Array<Scalar>) => Scalar,
  ...arrays: ReadonlyArray<HostArray>
): HostArray {
  return arrayOf(broadcastShape(...arrays), (...index) =>
    f(...arrays.map((array) => pick(array, ...index))),
  );
}

/** Σ term(k) for k from 0 to n − 1. */
export function sum(n: number, term: (k: number) => Scalar): Scalar {
  return add(...Array.from({ length: n }, (_, k) => term(k)));
}

/** Rearranged or repeated elements: those of `x` at `source(index)`. */
export function take(x: HostArray, shape: Shape, source: (...index: Index) => Index): HostArray {
  return arrayOf(shape, (...index) => pick(x, ...source(...index)));
}

export function reshape(x: HostArray, shape: Shape): HostArray {
  return { shape, at: x.at };
}

/** Applies f to the elements along some axes, for every index of the other axes. */
export function reduce(
  x: HostArray,
  axes: ReadonlyArray<number>,
  f: (elements: Array<Scalar>) => Scalar,
  keepDims = false,
): HostArray {
  const isReduced = (axis: number): boolean => axes.includes(axis);
  const kept = x.shape.map((length, axis) => (isReduced(axis) ? 1 : length));
  const inner = x.shape.map((length, axis) => (isReduced(axis) ? length : 1));
  const reduced = arrayOf(kept, (...index) => {
    const elements: Array<Scalar> = [];
    arrayOf(inner, (...offset) => {
      elements.push(pick(x, ...index.map((i, axis) => i + (offset[axis] as number))));
      return ONE;
    });
    return f(elements);
  });
  return keepDims
    ? reduced
    : reshape(
        reduced,
        kept.filter((_, axis) => !isReduced(axis)),
      );
}
