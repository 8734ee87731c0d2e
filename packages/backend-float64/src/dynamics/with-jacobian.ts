import { checkValue, contract, MissingGradientError, required } from "@symplectic-adjoint/core";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import type { Float64Function } from "./float64-function.js";
import { refuseReturned } from "./refuse-returned.js";

/** f and its Jacobians, for a state of one array; see {@link withJacobian}. */
export interface JacobianFunction {
  readonly parameters?: Float64Array | undefined;
  /** Writes f(t, y; θ) into `dy`. */
  evaluate(t: number, y: Float64Array, parameters: Float64Array, dy: Float64Array): void;
  /** Writes ∂f_i/∂y_j into `jacobian[i * n + j]`, n the length of y. Initially zero. */
  jacobian(t: number, y: Float64Array, parameters: Float64Array, jacobian: Float64Array): void;
  /** Writes ∂f_i/∂θ_k into `jacobian[i * m + k]`, m the length of θ. Initially zero. */
  parameterJacobian?(
    t: number,
    y: Float64Array,
    parameters: Float64Array,
    jacobian: Float64Array,
  ): void;
  /** Writes ∂f_i/∂t into `rate[i]`. Initially zero. Only gradients for times need it, and only if f uses t. */
  timeDerivative?(t: number, y: Float64Array, parameters: Float64Array, rate: Float64Array): void;
}

const JACOBIAN_FUNCTION = required(
  contract(
    "a function with its Jacobian",
    {
      evaluate: "function",
      jacobian: "function",
      parameterJacobian: "function?",
      timeDerivative: "function?",
      parameters: (value) =>
        value === undefined || isFloat64Array(value) ? undefined : "must be a Float64Array",
    },
    "Write { evaluate(t, y, p, dy) { … }, jacobian(t, y, p, J) { … } }.",
  ),
);

/**
 * Derives the vector–Jacobian product of a {@link Float64Function} from Jacobian matrices.
 *
 * Convenient for a few equations: a product costs n² (and n·m) numbers of memory and time, while a hand-written VJP
 * costs about as much as f.
 *
 * @throws InvalidArgumentError if a member is missing.
 * @throws MissingGradientError from `vjp` if there are parameters but no `parameterJacobian`.
 * @example
 * const oscillator = withJacobian({
 *   parameters: Float64Array.of(4), // stiffness k
 *   evaluate(_t, y, k, dy) {
 *     dy[0] = y[1];
 *     dy[1] = -k[0] * y[0];
 *   },
 *   jacobian(_t, _y, k, J) {
 *     J[0 * 2 + 1] = 1;
 *     J[1 * 2 + 0] = -k[0];
 *   },
 *   parameterJacobian(_t, y, _k, J) {
 *     J[1 * 1 + 0] = -y[0];
 *   },
 * });
 */
export function withJacobian(func: JacobianFunction): Float64Function {
  checkValue("func", func, JACOBIAN_FUNCTION);
  return {
    parameters: func.parameters,
    evaluate: (t, y, parameters, dy) => func.evaluate(t, y, parameters, dy),
    vjp(t, y, parameters, cotangent, yBar, parametersBar) {
      const n = y.length;
      const J = new Float64Array(n * n);
      requireWritten("jacobian", func.jacobian(t, y, parameters, J), J);
      addTransposedProduct(J, cotangent, yBar);
      const m = parametersBar.length;
      if (m === 0) return;
      if (func.parameterJacobian === undefined) throw missingParameterJacobian(m);
      const P = new Float64Array(n * m);
      requireWritten("parameterJacobian", func.parameterJacobian(t, y, parameters, P), P);
      addTransposedProduct(P, cotangent, parametersBar);
    },
    ...(func.timeDerivative !== undefined && {
      timeVjp(t: number, y: Float64Array, parameters: Float64Array, cotangent: Float64Array) {
        const rate = new Float64Array(y.length);
        const returned: unknown = func.timeDerivative?.(t, y, parameters, rate);
        requireWritten("timeDerivative", returned, rate);
        return cotangent.reduce((sum, g, i) => sum + g * (rate[i] as number), 0);
      },
    }),
  };
}

function requireWritten(name: string, returned: unknown, matrix: Float64Array): void {
  if (typeof returned === "object" && returned !== null)
    refuseReturned(`func.${name}`, returned, [], [matrix], "Write J[i * columns + j] = … instead.");
}

/** result_j += Σ_i matrix_ij · cotangent_i, the matrix row by row. */
function addTransposedProduct(
  matrix: Float64Array,
  cotangent: Float64Array,
  result: Float64Array,
): void {
  const columns = result.length;
  for (let i = 0; i < cotangent.length; i++) {
    const g = cotangent[i] as number;
    for (let j = 0; j < columns; j++)
      result[j] = (result[j] as number) + g * (matrix[i * columns + j] as number);
  }
}

function missingParameterJacobian(m: number): MissingGradientError {
  return new MissingGradientError({
    argument: "func.parameterJacobian",
    value: undefined,
    problem: `is missing, though f has ${m} parameters`,
    remedy:
      "Write parameterJacobian(t, y, p, J) { J[i * p.length + k] = ∂f_i/∂p_k }, or omit parameters and use constants in evaluate.",
  });
}
