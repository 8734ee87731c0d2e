import type { GraphBuilder } from "../builder/graph-builder.js";
import { shapeError } from "../builder/shape-error.js";
import type { NodeId } from "../graph.js";
import { broadcastShapes, sizeOf } from "../shapes.js";

/** Products of the matrices in the last two axes, with NumPy's broadcasting of the axes before. */
export function matMul(
  builder: GraphBuilder,
  a: NodeId,
  b: NodeId,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): NodeId {
  const [shapeA, shapeB] = [builder.shape(a), builder.shape(b)];
  const batch = broadcastShapes([shapeA.slice(0, -2), shapeB.slice(0, -2)]);
  if (batch === undefined || shapeA.length < 2 || shapeB.length < 2) {
    throw shapeError("matMul", [shapeA, shapeB], "do not fit");
  }
  const flat = (x: NodeId): NodeId => {
    const shape = builder.shape(x);
    const [own, matrix] = [shape.slice(0, -2), shape.slice(-2)];
    // One for all needs no copies.
    const all =
      sizeOf(own) === 1
        ? builder.reshape(x, [1, ...matrix])
        : builder.broadcastTo(x, [...batch, ...matrix]);
    return builder.reshape(all, [sizeOf(own) === 1 ? 1 : sizeOf(batch), ...matrix]);
  };
  const product = builder.matMul(flat(a), flat(b), transposeA, transposeB);
  const matrix = builder.shape(product).slice(-2);
  const whole = builder.broadcastTo(product, [sizeOf(batch), ...matrix]);
  return builder.reshape(whole, [...batch, ...matrix]);
}
