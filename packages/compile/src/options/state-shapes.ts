import type { State, Structure, Tree } from "@symplectic-adjoint/core";
import { type Shape, sizeOf } from "../graph/shapes.js";
import {
  describeStructure,
  flattenTree,
  InvalidStateError,
  sameStructure,
} from "../imports/core.js";
import { isShape, type ShapeTree } from "./compiled-options.js";

/**
 * The shapes of the tensors that stand for the arrays of a state in double precision.
 *
 * @throws InvalidStateError if the tree of shapes does not have the structure or the sizes of the state.
 */
export function stateShapes(
  given: ShapeTree | undefined,
  structure: Structure,
  y0: State<Float64Array>,
): ReadonlyArray<Shape> {
  if (given === undefined) return y0.map(({ length }) => [length]);
  const { leaves: shapes, structure: found } = flattenTree(given as Tree<Shape>, isShape);
  if (!sameStructure(found, structure))
    throw mismatch(given, `must have the structure of y0, ${describeStructure(structure)}`);
  for (const [i, shape] of shapes.entries()) {
    const { length } = y0[i] as Float64Array;
    if (sizeOf(shape) !== length)
      throw mismatch(shape, `has ${sizeOf(shape)} numbers, but array ${i} of y0 has ${length}`);
  }
  return shapes;
}

function mismatch(value: unknown, problem: string): InvalidStateError {
  return new InvalidStateError({
    argument: "stateShape",
    value,
    problem,
    remedy: "Write a shape for each array of the state: [64, 2], or { q: [64], p: [64] }.",
  });
}
