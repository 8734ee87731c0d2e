import * as tf from "@tensorflow/tfjs";
import {
  type Solution,
  type Statistics,
  solve,
  solveAsync,
  symplecticAdjoint,
  tfjs,
} from "symplectic-adjoint";
import type { Counts } from "../runners/services.js";
import type { Computation } from "./case.js";
import type { GradientMethod } from "./case-key.js";
import { type Network, network } from "./network.js";
import type { NetworkSize } from "./sizes.js";

/** Options of each method: twenty equal steps, or as many as the tolerance requires. */
export const settings = {
  rk4: { method: "rk4", stepsPerInterval: 20 },
  dopri5: { method: "dopri5", rtol: 1e-5, atol: 1e-5 },
} as const;

/** Long enough for about ten steps of dopri5. */
export const END = 4;

/**
 * A whole gradient: solves the network's ODE from 0 to 4, and pulls the final state back to y0 and all parameters.
 *
 * @param prepared What is done to f before it is solved. Default: nothing.
 */
export function gradientComputation(
  size: NetworkSize,
  method: GradientMethod,
  prepared: (f: Network["f"]) => Network["f"] = (f) => f,
): Computation {
  const { f: written, y0, cotangent } = network(size);
  const f = prepared(written);
  const cotangents = tf.stack([tf.zerosLike(cotangent), cotangent]);
  const options = { backend: tfjs, adjoint: symplecticAdjoint(), ...settings[method] } as const;
  let statistics: Statistics | undefined;

  function pull(solution: Solution<tf.Tensor>): ReadonlyArray<tf.Tensor> {
    try {
      statistics = solution.stats;
      const gradients = solution.pullback(cotangents);
      return [gradients.y0 as tf.Tensor, ...gradients.parameters];
    } finally {
      solution.dispose();
    }
  }

  // Fixed steps read nothing, so they need not wait.
  const awaits = method === "dopri5" && !tfjs.readsSynchronously;
  return {
    compute: awaits
      ? async () => pull((await solveAsync(f, y0, [0, END], options)) as Solution<tf.Tensor>)
      : () => pull(solve(f, y0, [0, END], options) as Solution<tf.Tensor>),
    counts: () => countsOf(statistics as Statistics),
  };
}

function countsOf({ forward, backward }: Statistics): Counts {
  return {
    evaluations: forward.evaluations + backward.evaluations,
    recorded: forward.recorded + backward.recorded,
    vjps: forward.vjps + backward.vjps,
    accepted: forward.accepted,
    rejected: forward.rejected,
  };
}
