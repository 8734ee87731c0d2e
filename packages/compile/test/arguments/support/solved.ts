import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import {
  type BackendRequest,
  backendFor,
  type Dynamics,
  type DynamicsBackend,
  flattenTree,
} from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";

/** What one solve of f sees, in numbers. */
export interface Solved {
  readonly parameters: ReadonlyArray<tf.Tensor>;
  readonly traces: number | undefined;
  /** Why it was not compiled. */
  readonly interpreted: unknown;
  /** f(0.5, y), and the values of the other functions. */
  readonly values: ReadonlyArray<ReadonlyArray<number>>;
  /** The VJPs of all functions with cotangents of ones: for y, then for each parameter. */
  readonly gradients: ReadonlyArray<ReadonlyArray<number>>;
}

type Options = Partial<Pick<BackendRequest, "parameters" | "time" | "functions" | "differentiate">>;

/** The backend that a solve with f runs on. */
export function backendOf(func: unknown, y0: tf.Tensor, options: Options = {}) {
  const given = tfjs as DynamicsBackend<tf.Tensor, TensorFunction>;
  return backendFor(func as TensorFunction, given, () => ({ y0, differentiate: true, ...options }));
}

/** The dynamics of f on a backend. */
export function dynamicsOn(
  backend: DynamicsBackend<tf.Tensor, TensorFunction>,
  func: unknown,
  y0: tf.Tensor,
  options: Options = {},
): Dynamics<tf.Tensor> {
  const { leaves, structure } = flattenTree(y0, backend.isArray, "y0");
  const context = { t0: 0, y0: leaves, structure, differentiate: true, ...options };
  return backend.dynamics(func as TensorFunction, context);
}

/** Evaluates and differentiates f, and the other functions, as a solve does. Leaves no tensor. */
export function solved(func: unknown, y0: tf.Tensor, options: Options = {}): Solved {
  let result: Solved | undefined;
  tf.tidy(() => {
    const backend = backendOf(func, y0, options);
    const dynamics = dynamicsOn(backend, func, y0, options);
    const { parameters, functions = [], compilation } = dynamics;
    const numbers = (state: ReadonlyArray<tf.Tensor>) =>
      state.map((array) => Array.from(backend.toHostSync(array)));
    const all = [dynamics, ...functions];
    const values = all.map((one) => one.evaluate(0.5, [y0]));
    const wrt = parameters.map((_, i) => i);
    const differentiated = options.differentiate === false ? [] : all;
    const gradients = differentiated.flatMap((one, i) => {
      const ones = (values[i] as ReadonlyArray<tf.Tensor>).map(({ shape }) => tf.ones(shape));
      const bars = one.pullback(0.5, [y0], ones, wrt);
      return numbers([...bars.y, ...bars.parameters]);
    });
    const { traces, interpreted } = (compilation ?? {}) as Partial<Solved>;
    result = { parameters, traces, interpreted, values: values.flatMap(numbers), gradients };
  });
  return result as unknown as Solved;
}
