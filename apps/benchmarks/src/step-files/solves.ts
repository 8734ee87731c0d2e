import { useCpu } from "@symplectic-adjoint/backend-cpu";
import * as tf from "@tensorflow/tfjs";
import {
  type Float64Function,
  float64,
  odeintSymplecticAdjoint,
  type StepEvent,
  solve,
  symplecticAdjoint,
} from "symplectic-adjoint";

/** Called while a solve runs. */
export interface SolveEvents {
  onStep(event: StepEvent): void;
  forwardDone(): void;
  backwardDone(): void;
}

/** Takes this number of steps of adaptive dopri5, and computes the gradient of Σ y at the end. */
export type Solve = (steps: number, events: SolveEvents) => void;

/** The solves whose steps are followed. */
export const solveNames = [
  "float64, whole steps",
  "float64, single operations",
  "cpu as shipped",
  "cpu equipped",
] as const;

/** One of {@link solveNames}. */
export type SolveName = (typeof solveNames)[number];

/** Creates a solve. Only one per process, because an engine stays equipped. */
export const solves: Readonly<Record<SolveName, () => Promise<Solve>>> = {
  "float64, whole steps": async () => float64Solve(float64),
  "float64, single operations": async () => float64Solve(withoutFusedSteps),
  "cpu as shipped": async () => {
    tf.enableProdMode();
    await tf.setBackend("cpu");
    return tensorSolve();
  },
  "cpu equipped": async () => {
    tf.enableProdMode();
    await useCpu();
    return tensorSolve();
  },
};

/** A power of two, so that the number of steps is exact, and short enough for every step to be accepted. */
const STEP = 1 / 16;

/** The controller tests every step. The first step is given, and steps do not grow. */
const SETTINGS = { method: "dopri5", rtol: 1e-5, atol: 1e-5, firstStep: STEP, ifactor: 1 } as const;

/** The backend without fused steps. */
const withoutFusedSteps: typeof float64 = {
  ...float64,
  dynamics(func, context) {
    // Another checkout may use the name kernels for these.
    const { fusedSteps: _, ...dynamics } = float64.dynamics(func, context);
    return { ...dynamics, ...{ kernels: undefined } };
  },
};

const rotation: Float64Function = {
  parameters: Float64Array.of(1),
  evaluate(_t, y, p, dy) {
    const rate = p[0] as number;
    dy[0] = rate * (y[1] as number);
    dy[1] = -rate * (y[0] as number);
  },
  vjp(_t, y, p, g, yBar, pBar) {
    const rate = p[0] as number;
    const [g0, g1] = g as unknown as [number, number];
    yBar[0] = (yBar[0] as number) - rate * g1;
    yBar[1] = (yBar[1] as number) + rate * g0;
    pBar[0] = (pBar[0] as number) + g0 * (y[1] as number) - g1 * (y[0] as number);
  },
};

function float64Solve(backend: typeof float64): Solve {
  return (steps, { onStep, forwardDone, backwardDone }) => {
    const solution = solve(rotation, Float64Array.of(1, 0), [0, steps * STEP], {
      ...SETTINGS,
      backend,
      adjoint: symplecticAdjoint(),
      onStep,
    });
    forwardDone();
    solution.pullback(Float64Array.of(0, 0, 1, 1));
    backwardDone();
    solution.dispose();
  };
}

/** y' = tanh(yW): a layer of a network. */
function tensorSolve(): Solve {
  const weights = tf.variable(tf.tensor2d([0, -1, 1, 0], [2, 2]));
  const f = (_t: number, y: tf.Tensor): tf.Tensor => tf.tanh(tf.matMul(y, weights));
  return (steps, { onStep, forwardDone, backwardDone }) => {
    tf.tidy(() => {
      const y0 = tf.tensor2d([1, 0], [1, 2]);
      tf.variableGrads(() => {
        const ys = odeintSymplecticAdjoint(f, y0, [0, steps * STEP], { ...SETTINGS, onStep });
        forwardDone();
        return tf.sum(tf.gather(ys, 1));
      }, [weights]);
      backwardDone();
    });
  };
}
