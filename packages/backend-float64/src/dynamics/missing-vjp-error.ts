import { MissingGradientError } from "@symplectic-adjoint/core";

/** Error that explains how to write the missing derivative. */
export function missingVjpError(func: unknown): MissingGradientError {
  const plain = typeof func === "function";
  return new MissingGradientError({
    argument: "func",
    value: func,
    problem: plain ? "is a plain function, which has no derivative" : "has no vjp",
    remedy:
      "Write { parameters, evaluate(t, y, p, dy) { dy[i] = … }, vjp(t, y, p, g, yBar, pBar) { yBar[j] += " +
      "Σ_i g[i]·∂f_i/∂y_j; pBar[k] += Σ_i g[i]·∂f_i/∂p_k } }, or pass the Jacobians to withJacobian.",
  });
}
