import type { GoldenRun } from "@symplectic-adjoint/testing";
import type { MethodName } from "../../src/index.js";

/** Our name of a golden run's method. */
export function goldenMethod({ method }: Pick<GoldenRun, "method">): MethodName {
  return method === "adaptive_heun" ? "adaptiveHeun" : (method as MethodName);
}
