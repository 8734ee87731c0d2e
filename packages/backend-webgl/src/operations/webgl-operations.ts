import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { engine, type Tensor } from "@tensorflow/tfjs-core";
import type { ContextGuard } from "../context/context-guard.js";
import { scaledErrorOf } from "../programs/scaled-error-of.js";
import { dot } from "./dot.js";
import { errorNorm } from "./error-norm.js";
import { linearCombination } from "./linear-combination.js";

/** The solver's operations as programs on one WebGL context; each of them throws if that was lost. */
export function webglOperations(
  backend: MathBackendWebGL,
  guard: ContextGuard,
): Partial<EngineOperations> {
  return {
    linearCombination(base, scale, weights, terms) {
      guard.check();
      return linearCombination(backend, base, scale, weights, terms);
    },
    errorNorm(error, from, to, tolerances) {
      guard.check();
      return errorNorm(backend, error, from, to, tolerances);
    },
    scaledError(error, from, to, { rtol, atol }) {
      guard.check();
      return error.map((leaf, i) => {
        const states = [from[i], to[i]] as [Tensor, Tensor];
        const scaled = scaledErrorOf(
          backend,
          leaf,
          ...states,
          rtol[i] as number,
          atol[i] as number,
        );
        return engine().makeTensorFromTensorInfo(scaled);
      });
    },
    dot(a, b) {
      guard.check();
      return dot(backend, a, b);
    },
  };
}
