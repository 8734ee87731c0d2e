/** Lengths of the axes of an array. */
export type Shape = ReadonlyArray<number>;

/** Numbers in an array. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Numbers from one element to the next along each axis, row-major. */
export function stridesOf(shape: Shape): ReadonlyArray<number> {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] as number;
  }
  return strides;
}

/** The shape with ones put in front until it has `rank` axes. */
export function padRank(shape: Shape, rank: number): Shape {
  return [...new Array<number>(Math.max(0, rank - shape.length)).fill(1), ...shape];
}

/** The shape of the result of an elementwise operation, by NumPy's rule; undefined if the shapes do not fit. */
export function broadcastShapes(shapes: ReadonlyArray<Shape>): Shape | undefined {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const padded = shapes.map((shape) => padRank(shape, rank));
  const result = new Array<number>(rank).fill(1);
  for (const shape of padded) {
    for (const [axis, length] of shape.entries()) {
      if (length !== 1 && result[axis] !== 1 && result[axis] !== length) {
        return undefined;
      }
      if (length !== 1) {
        result[axis] = length;
      }
    }
  }
  return result;
}

/** Axis counted from the end if negative. */
export function normalizeAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/**
 * Offset of each element of an array of `shape` in another array with these strides, in row-major order. A stride of 0
 * repeats along that axis.
 */
export function stridedOffsets(
  shape: Shape,
  strides: ReadonlyArray<number>,
  start = 0,
): Int32Array {
  const offsets = new Int32Array(sizeOf(shape));
  if (offsets.length === 0) {
    return offsets;
  }
  offsets[0] = start;
  // Axis by axis from the last: what is filled already is repeated with a shift.
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const stride = strides[axis] as number;
    const count = filled * (shape[axis] as number);
    for (let i = filled; i < count; i++) {
      offsets[i] = (offsets[i - filled] as number) + stride;
    }
    filled = count;
  }
  return offsets;
}
