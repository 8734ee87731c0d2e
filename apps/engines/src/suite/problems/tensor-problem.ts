import type { TestProblem } from "@symplectic-adjoint/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { type HostTensor, sizeOf } from "../host/host-tensor.js";
import { tensorFrom } from "../support/tensor-from.js";

type Shapes = ReadonlyArray<ReadonlyArray<number>>;

/**
 * A problem in double precision with a hand-written VJP, and the layout of its numbers in tensors; they are exact in
 * float32.
 */
export interface ProblemNumbers {
  readonly onHost: TestProblem;
  /** Shapes of the arrays of the state, which together contain the host's state in order. */
  readonly state: Shapes;
  /** Shapes of the parameters, likewise. */
  readonly parameters: Shapes;
}

/** A problem in double precision, and the same with tensors. */
export interface TensorProblem extends ProblemNumbers {
  readonly name: string;
  /** f on lists of arrays. */
  withParameters(
    parameters: ReadonlyArray<Tensor>,
  ): (t: number, y: ReadonlyArray<Tensor>) => Array<Tensor>;
}

/** Splits flat numbers into arrays. */
export function split(flat: ArrayLike<number>, shapes: Shapes): Array<HostTensor> {
  let start = 0;
  return shapes.map((shape) => {
    const values = Float64Array.from(
      { length: sizeOf(shape) },
      (_, i) => flat[start + i] as number,
    );
    start += values.length;
    return { shape, values };
  });
}

/** Splits rows of flat numbers into arrays stacked like the outputs of a solver: along a new first axis. */
export function splitRows(
  flat: ArrayLike<number>,
  shapes: Shapes,
  rows: number,
): Array<HostTensor> {
  const width = flat.length / rows;
  const parts = Array.from({ length: rows }, (_, row) =>
    split(
      Array.from({ length: width }, (_, i) => flat[row * width + i] as number),
      shapes,
    ),
  );
  return shapes.map((shape, leaf) => ({
    shape: [rows, ...shape],
    values: Float64Array.from(parts.flatMap((part) => Array.from(part[leaf]?.values ?? []))),
  }));
}

/** The initial state as tensors. */
export function initialState({ onHost, state }: ProblemNumbers): Array<Tensor> {
  return split(onHost.y0, state).map(tensorFrom);
}

/** The parameters as tensors. */
export function initialParameters({ onHost, parameters }: ProblemNumbers): Array<Tensor> {
  return split(onHost.parameters, parameters).map(tensorFrom);
}
