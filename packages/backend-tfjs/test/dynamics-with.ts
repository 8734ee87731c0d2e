import {
  type Dynamics,
  type DynamicsContext,
  flattenTree,
  type StateFunction,
  type Tree,
} from "@symplectic-adjoint/core";
import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { type TensorFunction, tfjs } from "../src/index.js";

/** A function of time and state: its name, itself, and what it returns. */
export type NamedFunction = readonly [
  name: string,
  func: unknown,
  returns: "scalar" | "state" | "tree",
];
/** The context, besides the functions and the state. */
export type Options = Pick<DynamicsContext<tf.Tensor>, "parameters" | "time"> & {
  readonly differentiate?: boolean;
};

/** Differentiable dynamics of f and other functions, traced at t = 0. */
export function dynamicsWith(
  func: unknown,
  y0: Tree<tf.Tensor>,
  functions: ReadonlyArray<NamedFunction> = [],
  options: Options = {},
): Dynamics<tf.Tensor> {
  const { leaves, structure } = flattenTree(y0, tfjs.isArray);
  const requests = functions.map(([name, func, returns]) => ({ name, func, returns }));
  const context = { t0: 0, y0: leaves, structure, differentiate: true, ...options };
  return tfjs.dynamics(func as TensorFunction, { ...context, functions: requests });
}

/** A function of time and state, beside y' = −y. */
export function functionOf(
  func: unknown,
  returns: NamedFunction[2],
  options: Options = {},
): StateFunction<tf.Tensor> {
  const f = (_: number, y: tf.Tensor) => tf.neg(y);
  const { functions = [] } = dynamicsWith(
    f,
    tf.tensor1d([1, 2]),
    [["save", func, returns]],
    options,
  );
  return only(functions);
}
