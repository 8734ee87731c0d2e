import { type FloatArray, typedArrays } from "@symplectic-adjoint/backend-float64";
import type { Backend, State } from "@symplectic-adjoint/core";
import { sizeOf } from "../graph/shapes.js";
import { type AnyArray, HostArray, type ReadValues } from "./host-array.js";

type Shape = ReadonlyArray<number>;
type Hosts = State<AnyArray>;
type Operations = Pick<
  Backend<AnyArray>,
  | "linearCombination"
  | "errorNorm"
  | "scaledError"
  | "dot"
  | "zerosLike"
  | "accumulate"
  | "combineRows"
  | "sumRows"
  | "concatenate"
  | "sliceRows"
  | "stack"
  | "unstack"
>;

/**
 * The arithmetic of the host backend: the loops of the backend float64, with shapes.
 *
 * @param Numbers The arrays of its precision.
 */
export function hostOperations(
  valuesOf: ReadValues,
  Numbers: Float32ArrayConstructor | Float64ArrayConstructor,
): Operations {
  const numbers = (state: Hosts): State<FloatArray> => state.map(valuesOf);
  const optional = (state: Hosts | undefined) => state && numbers(state);
  const hosts = (values: State<FloatArray>, shapes: ReadonlyArray<Shape>): State<HostArray> =>
    values.map((leaf, i) => new HostArray(leaf, shapes[i] as Shape));
  const shapesOf = (state: Hosts): ReadonlyArray<Shape> => state.map(({ shape }) => shape);
  /** The terms that are read. */
  const used = (
    weights: ReadonlyArray<number>,
    terms: ReadonlyArray<Hosts>,
  ): ReadonlyArray<State<FloatArray>> =>
    terms.map((term, j) => (weights[j] === 0 || j >= weights.length ? [] : numbers(term)));

  return {
    linearCombination(base, scale, weights, terms) {
      const like = base ?? terms.find((_, j) => weights[j] !== 0 && j < weights.length) ?? terms[0];
      if (like === undefined) return typedArrays.linearCombination(undefined, scale, [], []) as [];
      const read = used(weights, terms);
      // Without a base, terms of weight zero still say how long the result is.
      const known = base === undefined && read.every(isEmpty) ? [numbers(like)] : read;
      return hosts(
        typedArrays.linearCombination(optional(base), scale, weights, known),
        shapesOf(like),
      );
    },
    errorNorm: (error, from, to, tolerances) =>
      typedArrays.errorNorm(numbers(error), numbers(from), numbers(to), tolerances) as number,
    scaledError: (error, from, to, tolerances) =>
      hosts(
        typedArrays.scaledError(numbers(error), numbers(from), numbers(to), tolerances),
        shapesOf(error),
      ),
    dot: (a, b) => typedArrays.dot(numbers(a), numbers(b)) as number,
    // Reads no values: a parameter that is a tensor in tf.tidy is freed before the backward pass.
    zerosLike: (state) =>
      hosts(
        state.map(({ shape }) => new Numbers(sizeOf(shape))),
        shapesOf(state),
      ),
    accumulate(total, term) {
      const sums = typedArrays.accumulate(numbers(total), numbers(term));
      return total.every((leaf) => leaf instanceof HostArray)
        ? total
        : hosts(sums, shapesOf(total));
    },
    combineRows(base, scale, weights, terms) {
      const like = base ?? (terms.find((term) => term !== undefined) as Hosts);
      const rows = typedArrays.combineRows(optional(base), scale, weights, terms.map(optional));
      return hosts(rows, withRows(shapesOf(like), weights.length));
    },
    sumRows: (stacked, weights) =>
      typedArrays
        .sumRows(numbers(stacked), weights)
        .map((row) => hosts(row, withoutRows(shapesOf(stacked)))),
    concatenate(blocks) {
      const rows = (leaf: number) =>
        blocks.reduce((sum, block) => sum + ((block[leaf] as AnyArray).shape[0] as number), 0);
      const shapes = (blocks[0] ?? []).map(({ shape }, leaf) => [rows(leaf), ...shape.slice(1)]);
      return hosts(typedArrays.concatenate(blocks.map(numbers)), shapes);
    },
    sliceRows: (stacked, rows, from, to) =>
      hosts(
        typedArrays.sliceRows(numbers(stacked), rows, from, to),
        withRows(withoutRows(shapesOf(stacked)), to - from),
      ),
    stack: (rows) =>
      hosts(typedArrays.stack(rows.map(numbers)), withRows(shapesOf(rows[0] ?? []), rows.length)),
    unstack: (stacked, rows) =>
      typedArrays
        .unstack(numbers(stacked), rows)
        .map((row) => hosts(row, withoutRows(shapesOf(stacked)))),
  };
}

function isEmpty(state: State<FloatArray>): boolean {
  return state.length === 0;
}

function withRows(shapes: ReadonlyArray<Shape>, rows: number): ReadonlyArray<Shape> {
  return shapes.map((shape) => [rows, ...shape]);
}

function withoutRows(shapes: ReadonlyArray<Shape>): ReadonlyArray<Shape> {
  return shapes.map((shape) => shape.slice(1));
}
