import {
  type Dynamics,
  type DynamicsContext,
  InvalidDynamicsError,
  InvalidStateError,
  isCallable,
  type State,
} from "@symplectic-adjoint/core";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import type { AnyFloat64Function } from "./float64-function.js";
import { functionDynamics } from "./function-dynamics.js";
import { plainDynamics } from "./plain-dynamics.js";
import { readParameters } from "./read-parameters.js";

/**
 * Creates {@link Dynamics} from the user's f.
 *
 * Parameters in the context replace those of the function. A missing vjp is an error only when a gradient is computed.
 *
 * @throws InvalidStateError if y0 has no leaf, or one that is empty or not a Float64Array.
 * @throws InvalidDynamicsError if `func` is neither a function nor an object with `evaluate`, or its parameters are not
 * Float64Arrays.
 */
export function dynamics(
  func: AnyFloat64Function,
  context: DynamicsContext<Float64Array>,
): Dynamics<Float64Array> {
  const { y0, structure } = context;
  requireState(y0);
  requireFunction(func);
  if (typeof func === "function") {
    const { leaves } = readParameters(context.parameters, "parameters");
    return plainDynamics(func, structure, leaves);
  }
  const parameters =
    context.parameters === undefined
      ? readParameters(func.parameters, "func.parameters")
      : readParameters(context.parameters, "parameters");
  return functionDynamics(func, structure, parameters);
}

function requireState(y0: State<Float64Array>): void {
  const remedy = "Pass a Float64Array with at least one number, or nest such arrays in [] or {}.";
  if (y0.length === 0)
    throw new InvalidStateError({ argument: "y0", value: y0, problem: "has no arrays", remedy });
  for (let leaf = 0; leaf < y0.length; leaf++) {
    const values: unknown = y0[leaf];
    const argument = y0.length === 1 ? "y0" : `Array ${leaf} of y0`;
    if (!isFloat64Array(values))
      throw new InvalidStateError({
        argument,
        value: values,
        problem: "must be a Float64Array",
        remedy,
      });
    if (values.length === 0)
      throw new InvalidStateError({
        argument,
        value: values,
        problem: "must not be empty",
        remedy,
      });
  }
}

function requireFunction(func: unknown): void {
  if (isCallable(func)) return;
  const candidate = (typeof func === "object" ? func : undefined) as
    | { readonly evaluate?: unknown; readonly vjp?: unknown }
    | null
    | undefined;
  if (typeof candidate?.evaluate !== "function")
    throw new InvalidDynamicsError({
      argument: "func",
      value: func,
      problem: "is neither a function nor an object with an evaluate function",
      remedy:
        "Write { evaluate(t, y, parameters, dy) { dy[i] = … } }, or (t, y) => Float64Array.of(…) if no gradient is needed.",
    });
  if (candidate.vjp !== undefined && typeof candidate.vjp !== "function")
    throw new InvalidDynamicsError({
      argument: "func.vjp",
      value: candidate.vjp,
      problem: "is not a function",
      remedy: "Write vjp(t, y, parameters, cotangent, yBar, parametersBar) { … }, or leave it out.",
    });
}
