import type { MatMulNode } from "../../graph/graph.js";
import { sameNumbers } from "../../graph/same-numbers.js";
import type { Shape } from "../../graph/shapes.js";
import type { GraphWriter, Value } from "../graph-def/graph-writer.js";

/** A product of matrices; without the batch if there is one of each. */
export function writeMatMul(
  writer: GraphWriter,
  { transposeA, transposeB, shape }: MatMulNode,
  [a, b]: readonly [Value, Value],
): Value {
  if (a.shape[0] !== 1 || b.shape[0] !== 1)
    return writer.operation("BatchMatMulV2", [a, b], shape, {
      adj_x: { b: transposeA },
      adj_y: { b: transposeB },
    });
  const matrices = [a, b].map((operand) => writer.reshape(operand, operand.shape.slice(1)));
  const product = writer.operation("MatMul", matrices, shape.slice(1), {
    transpose_a: { b: transposeA },
    transpose_b: { b: transposeB },
  });
  return writer.reshape(product, shape);
}

/** A sum with a number for each column, in the form that TensorFlow fuses with a product before it. */
export function writeBiasAdd(
  writer: GraphWriter,
  shape: Shape,
  operands: ReadonlyArray<Value>,
): Value | undefined {
  const columns = shape[shape.length - 1] as number;
  const bias = operands.find((value) => isRow(value.shape, columns));
  const other = operands.find((value) => value !== bias && sameNumbers(value.shape, shape));
  if (shape.length < 2 || bias === undefined || other === undefined) return undefined;
  return writer.operation("BiasAdd", [other, writer.reshape(bias, [columns])], shape);
}

/** Whether an array has one row of this length. */
function isRow(shape: Shape, columns: number): boolean {
  return shape[shape.length - 1] === columns && shape.slice(0, -1).every((length) => length === 1);
}
