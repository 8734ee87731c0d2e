import { MissingGradientError } from "@symplectic-adjoint/core";

/**
 * Error that explains how to write the missing derivative.
 *
 * @param name Name of a function other than f.
 */
export function missingVjpError(func: unknown, name?: string): MissingGradientError {
  const plain = typeof func === "function";
  return new MissingGradientError({
    argument: name ?? "func",
    value: func,
    problem: plain ? "is a plain function, which has no derivative" : "has no vjp",
    remedy: name === undefined ? WRITE_DYNAMICS : WRITE_FUNCTION,
  });
}

const WRITE_DYNAMICS =
  "Write { parameters, evaluate(t, y, p, dy) { dy[i] = … }, vjp(t, y, p, g, yBar, pBar) { yBar[j] += " +
  "Σ_i g[i]·∂f_i/∂y_j; pBar[k] += Σ_i g[i]·∂f_i/∂p_k } }, or pass the Jacobians to withJacobian.";

const WRITE_FUNCTION =
  "Write { evaluate(t, y, p) { return … }, vjp(t, y, p, g, yBar, pBar) { yBar[j] += Σ_i g[i]·∂value_i/∂y_j; " +
  "pBar[k] += Σ_i g[i]·∂value_i/∂p_k } }; g is a number if the value is one.";
