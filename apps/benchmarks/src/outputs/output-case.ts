import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint, solve } from "symplectic-adjoint";
import { network } from "../cases/network.js";
import type { NetworkSize } from "../cases/sizes.js";

const OPTIONS = { method: "dopri5", rtol: 1e-5, atol: 1e-6, interpolate: true } as const;
const SPAN = 10;

/** A network on a time span, with some number of interpolated outputs. */
export interface OutputCase {
  readonly outputs: number;
  /** The solution alone. */
  forward(): void;
  /** The solution and the gradient of a loss of all outputs. */
  gradient(): void;
  /** Evaluations of f in both passes of a solve. */
  evaluations(): { readonly forward: number; readonly backward: number };
}

/** The case with this number of outputs, on the active engine. */
export function outputCase(size: NetworkSize, outputs: number): OutputCase {
  const { y0, f, parameters } = network(size);
  const times = Array.from({ length: outputs }, (_, i) => (SPAN * i) / (outputs - 1));
  const options = { ...OPTIONS, parameters: [...parameters] };
  const loss = (): tf.Scalar => {
    const ys = odeintSymplecticAdjoint(f, y0, times, options);
    return tf.mean(tf.square(ys)) as tf.Scalar;
  };
  return {
    outputs,
    forward: () => tf.dispose(odeintSymplecticAdjoint(f, y0, times, options)),
    gradient: () =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(loss, [...parameters]);
        // The engine computes before it returns; a read would cost the same on both sides.
        tf.dispose([value, ...Object.values(grads)]);
      }),
    evaluations() {
      const solution = solve(f, y0, times, options);
      const cotangents = tf.onesLike(solution.ys);
      const { y0: bar, parameters: bars } = solution.pullback(cotangents);
      tf.dispose([cotangents, bar, ...bars]);
      const { forward, backward } = solution.stats;
      solution.dispose();
      return { forward: forward.evaluations, backward: backward.evaluations };
    },
  };
}
