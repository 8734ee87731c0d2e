import type { MatMulNode, NodeId } from "../graph.js";
import { reduce } from "../operations/along-axes.js";
import { sizeOf } from "../shapes.js";
import type { GraphBuilder } from "./graph-builder.js";
import { shapeError } from "./shape-error.js";
import { uniformValue } from "./simplify-gather.js";
import { broadcastSource, stridedView } from "./strided-view.js";

/** An operand of a product. */
interface Operand {
  readonly id: NodeId;
  /** Whether its last two axes are exchanged first. */
  readonly transpose: boolean;
}

/** The product of matrices, with transposes of operands as flags, and as one product of matrices where that is possible. */
export function matMulNode(builder: GraphBuilder, a: Operand, b: Operand): MatMulNode | NodeId {
  const left = foldTranspose(builder, oneForAll(builder, a));
  const right = foldTranspose(builder, oneForAll(builder, b));
  const [batchA, m, k] = matrixShape(builder, left);
  const [batchB, rows, n] = matrixShape(builder, right);
  if (k !== rows || (batchA !== batchB && batchA !== 1 && batchB !== 1)) {
    throw shapeError("matMul", [builder.shape(a.id), builder.shape(b.id)], "do not fit");
  }
  const batch = Math.max(batchA, batchB);
  const shape = [commonBatch(builder, a, b), m, n];
  if (m * n * k === 0 || shape[0] === 0) {
    return builder.constant(0, shape);
  }
  const sums = productWithUniform(builder, left, right);
  if (sums !== undefined) {
    return builder.broadcastTo(sums, shape);
  }
  if (shape[0] !== batch) {
    return builder.broadcastTo(
      builder.matMul(left.id, right.id, left.transpose, right.transpose),
      shape,
    );
  }
  if (batchB === 1 && batchA > 1 && !left.transpose) {
    const rowsOfAll = builder.reshape(left.id, [1, batchA * m, k]);
    return builder.reshape(builder.matMul(rowsOfAll, right.id, false, right.transpose), shape);
  }
  return {
    kind: "matMul",
    inputs: [left.id, right.id],
    transposeA: left.transpose,
    transposeB: right.transpose,
    shape,
  };
}

/** If all elements of a factor are the same number: sums of the other, of a shape that broadcasts to the product's. */
function productWithUniform(
  builder: GraphBuilder,
  left: Operand,
  right: Operand,
): NodeId | undefined {
  const [ofLeft, ofRight] = [left, right].map(({ id }) => uniformValue(builder.node(id)));
  const factor = ofLeft ?? ofRight;
  if (factor === undefined) {
    return undefined;
  }
  const [other, axis] =
    ofLeft === undefined ? [left, left.transpose ? 1 : 2] : [right, right.transpose ? 2 : 1];
  const sum = reduce(builder, "sum", other.id, { axes: [axis] });
  const [batch, length] = builder.shape(sum) as [number, number];
  const kept = ofLeft === undefined ? [batch, length, 1] : [batch, 1, length];
  return builder.multiply(builder.reshape(sum, kept), builder.constant(factor));
}

/** The batch of the product of operands as they were given. */
function commonBatch(builder: GraphBuilder, a: Operand, b: Operand): number {
  const [batchA, batchB] = [builder.shape(a.id)[0] as number, builder.shape(b.id)[0] as number];
  return batchA === 1 ? batchB : batchA;
}

/** [batch, rows, columns] of an operand as it enters the product. */
function matrixShape(builder: GraphBuilder, { id, transpose }: Operand) {
  const shape = builder.shape(id);
  if (shape.length !== 3) {
    throw shapeError("matMul", [shape], "must have three axes");
  }
  const [batch, rows, columns] = shape as [number, number, number];
  return transpose ? ([batch, columns, rows] as const) : ([batch, rows, columns] as const);
}

/** An operand that is the same for the whole batch, once. */
function oneForAll(builder: GraphBuilder, operand: Operand): Operand {
  const source = broadcastSource(builder, operand.id);
  const [batch, rows, columns] = builder.shape(operand.id);
  const [once, ...matrix] = source === undefined ? [] : builder.shape(source);
  return source !== undefined &&
    batch !== 1 &&
    once === 1 &&
    matrix[0] === rows &&
    matrix[1] === columns
    ? { ...operand, id: source }
    : operand;
}

/** The matrices of which an operand is the transpose, with the flag exchanged. */
function foldTranspose(builder: GraphBuilder, operand: Operand): Operand {
  const view = stridedView(builder, operand.id);
  if (view === undefined) {
    return operand;
  }
  const [batch, rows, columns] = builder.shape(operand.id) as [number, number, number];
  const [perMatrix, perRow, perColumn] = view.strides;
  const transposed =
    sizeOf(builder.shape(view.source)) === batch * rows * columns &&
    perRow === 1 &&
    perColumn === rows &&
    (batch === 1 || perMatrix === rows * columns);
  return transposed
    ? {
        id: builder.reshape(view.source, [batch, columns, rows]),
        transpose: !operand.transpose,
      }
    : operand;
}
