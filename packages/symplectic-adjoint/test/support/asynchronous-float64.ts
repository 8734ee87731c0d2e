import type { AnyFloat64Function } from "@symplectic-adjoint/backend-float64";
import {
  type Dynamics,
  type DynamicsContext,
  type FusedSteps,
  SynchronousReadError,
} from "@symplectic-adjoint/core";
import { float64 } from "../../src/index.js";

/** Doubles as they would be on a backend whose scalars arrive asynchronously only. */
export const asynchronousFloat64: typeof float64 = {
  ...float64,
  name: "asynchronous float64",
  readsSynchronously: false,
  errorNorm: (...all) => onEngine(float64.errorNorm(...all)),
  async read(scalar) {
    await Promise.resolve();
    return float64.read(scalar);
  },
  readSync(scalar) {
    throw new SynchronousReadError({
      argument: "The engine",
      value: scalar,
      problem: "supports only asynchronous reads, but a synchronous function needs a value",
      remedy: "Await solveAsync.",
    });
  },
  dynamics(func: AnyFloat64Function, context: DynamicsContext<Float64Array>) {
    const dynamics: Dynamics<Float64Array> = float64.dynamics(func, context);
    const { fusedSteps } = dynamics;
    if (fusedSteps === undefined) return dynamics;
    return { ...dynamics, fusedSteps: onEngineToo(fusedSteps) };
  },
};

function onEngineToo(fusedSteps: FusedSteps<Float64Array>): FusedSteps<Float64Array> {
  return {
    ...fusedSteps,
    attempt(tableau, request, tolerances) {
      const result = fusedSteps.attempt(tableau, request, tolerances);
      const { errorRatio } = result;
      return errorRatio === undefined ? result : { ...result, errorRatio: onEngine(errorRatio) };
    },
  };
}

/** A scalar that must be read. */
function onEngine(scalar: Float64Array | number): Float64Array {
  return typeof scalar === "number" ? Float64Array.of(scalar) : scalar;
}
