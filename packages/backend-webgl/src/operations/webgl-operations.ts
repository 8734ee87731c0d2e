import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { scaledErrorOf } from "../programs/scaled-error-of.js";
import { dot } from "./dot.js";
import { errorNorm } from "./error-norm.js";
import { linearCombination } from "./linear-combination.js";

/** The solver's operations as programs on one WebGL context. */
export function webglOperations(backend: MathBackendWebGL): Partial<EngineOperations> {
  return {
    linearCombination(base, scale, weights, terms) {
      return linearCombination(backend, base, scale, weights, terms);
    },
    errorNorm(error, from, to, tolerances) {
      return errorNorm(backend, error, from, to, tolerances);
    },
    scaledError(error, from, to, { rtol, atol }) {
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
      return dot(backend, a, b);
    },
  };
}
