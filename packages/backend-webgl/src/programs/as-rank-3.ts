/** [batch, rows, columns]: the shape of a packed texture, for any number of axes. */
export function asRank3(shape: ReadonlyArray<number>): [number, number, number] {
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  let batch = 1;
  for (let axis = 0; axis < shape.length - 2; axis++) batch *= shape[axis] as number;
  return [batch, rows, columns];
}
