/** Numbers on the host, in double precision, row-major. */
export interface HostTensor {
  readonly shape: ReadonlyArray<number>;
  readonly values: Float64Array;
}

/** The number of elements of a shape. */
export function sizeOf(shape: ReadonlyArray<number>): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The tensor with `element(index)` at every index: formulas in index notation, as papers write them. */
export function tensorOf(
  shape: ReadonlyArray<number>,
  element: (...index: Array<number>) => number,
): HostTensor {
  const values = new Float64Array(sizeOf(shape));
  const index = shape.map(() => 0);
  for (let i = 0; i < values.length; i++) {
    values[i] = element(...index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      index[axis] = 0;
    }
  }
  return { shape, values };
}

/** The element at an index; axes of length 1, and missing leading ones, are broadcast. */
export function at({ shape, values }: HostTensor, ...index: Array<number>): number {
  const skipped = index.length - shape.length;
  const position = shape.reduce(
    (sum, length, axis) => sum * length + (length === 1 ? 0 : (index[skipped + axis] as number)),
    0,
  );
  return values[position] as number;
}

/** Σ term(k) for k from 0 to n − 1. */
export function sum(n: number, term: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < n; k++) total += term(k);
  return total;
}

/** The shape that tensors are broadcast to. */
export function broadcastShape(...tensors: ReadonlyArray<HostTensor>): ReadonlyArray<number> {
  const rank = Math.max(...tensors.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...tensors.map(({ shape }) => shape[axis - rank + shape.length] ?? 1)),
  );
}

/** f, element by element, with broadcasting. */
export function elementwise(
  f: (...values: Array<number>) => number,
  ...tensors: ReadonlyArray<HostTensor>
): HostTensor {
  return tensorOf(broadcastShape(...tensors), (...index) =>
    f(...tensors.map((tensor) => at(tensor, ...index))),
  );
}
