import {
  type Dynamics,
  type DynamicsContext,
  InvalidArgumentError,
  InvalidDynamicsError,
  InvalidStateError,
  isCallable,
  type State,
} from "@symplectic-adjoint/core";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import type { AnyFloat64Function } from "./float64-function.js";
import { functionDynamics } from "./function-dynamics.js";
import { jointParameters, type ParametersAmongAll } from "./joint-parameters.js";
import { plainDynamics } from "./plain-dynamics.js";
import { readParameters } from "./read-parameters.js";
import { functionParameters, stateFunction } from "./state-function.js";

/**
 * Creates {@link Dynamics} from the user's f.
 *
 * Parameters in the context replace those of all functions. Otherwise the parameters are those of f, followed by those
 * of the other functions that are not among them. A missing vjp is an error only when a gradient is computed.
 *
 * @throws InvalidStateError if y0 has no leaf, or one that is empty or not a Float64Array.
 * @throws InvalidDynamicsError if `func` or another function is neither a function nor an object with `evaluate`, or its
 * parameters are not Float64Arrays.
 * @throws InvalidArgumentError if the time is to be a tensor.
 */
export function dynamics(
  func: AnyFloat64Function,
  context: DynamicsContext<Float64Array>,
): Dynamics<Float64Array> {
  const { y0, structure, functions: requests = [] } = context;
  requireState(y0);
  requireFunction(func);
  if (context.time === "tensor") throw tensorTime();
  const given =
    context.parameters === undefined ? undefined : readParameters(context.parameters, "parameters");
  const own =
    given ?? readParameters(typeof func === "function" ? undefined : func.parameters, OWN);
  const joint = jointParameters(
    own,
    requests.map((request) => functionParameters(request, own, given !== undefined)),
  );
  const functions = requests.map((request, i) =>
    stateFunction(request, structure, joint.parts[1 + i] as ParametersAmongAll),
  );
  const converted =
    typeof func === "function"
      ? plainDynamics(func, structure, joint.leaves)
      : functionDynamics(func, structure, joint);
  return functions.length === 0 ? converted : { ...converted, functions };
}

const OWN = "func.parameters";

function tensorTime(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "time",
    value: "tensor",
    problem: "needs TensorFlow.js: the float64 backend has no tensors",
    remedy: "Leave it out, and write timeVjp(t, y, p, g) to differentiate for times.",
  });
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
    | { readonly evaluate?: unknown; readonly vjp?: unknown; readonly timeVjp?: unknown }
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
  if (candidate.timeVjp !== undefined && typeof candidate.timeVjp !== "function")
    throw new InvalidDynamicsError({
      argument: "func.timeVjp",
      value: candidate.timeVjp,
      problem: "is not a function",
      remedy: "Write timeVjp(t, y, parameters, cotangent) { return … }, or leave it out.",
    });
}
