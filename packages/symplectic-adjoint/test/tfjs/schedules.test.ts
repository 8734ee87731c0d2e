import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  type CheckpointOptions,
  checkpointPerStep,
  memoryStore,
  type OdeOptions,
  solve,
  symplecticAdjoint,
  tieredStore,
} from "../../src/index.js";
import { schedules } from "../support/schedules.js";
import {
  cotangentTensor,
  networkFunction,
  networkState,
  networkWeights,
} from "../support/tfjs/network-problem.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";

const strategies = [
  ["symplecticAdjoint", symplecticAdjoint],
  ["checkpointPerStep", checkpointPerStep],
] as const;

/** Adaptive and fixed steps, in both directions, with an output in between. */
const runs: ReadonlyArray<readonly [ReadonlyArray<number>, OdeOptions<tf.Tensor>]> = [
  [[0, 3, 6], { method: "dopri5", rtol: 1e-4, atol: 1e-5 }],
  [[6, 3, 0], { method: "bosh3", rtol: 1e-3, atol: 1e-4 }],
  [[0, 1, 3], { method: "rk4", stepsPerInterval: 9 }],
  [[3, 1, 0], { method: "midpoint", stepsPerInterval: 7 }],
];

onEachEngine("The gradient is bitwise that of a checkpoint per step", () => {
  describe.each(strategies)("with %s", (_, make) => {
    /** Two pullbacks of a solution: the second one starts from what the first one left. */
    const gradientsOf = (which: number, given: CheckpointOptions) => {
      const [times, options] = runs[which] as (typeof runs)[number];
      const weights = networkWeights().map((weight) => tf.variable(weight));
      const solution = solve(networkFunction(weights), networkState(), times, {
        ...options,
        adjoint: make(given),
      });
      const gradients = () => {
        const { y0, parameters } = solution.pullback(cotangentTensor(times.length));
        return [y0, ...parameters].map((gradient) => gradient.dataSync().slice());
      };
      const both = [gradients(), gradients()];
      solution.dispose();
      return both;
    };
    const known = new Map<number, ReturnType<typeof gradientsOf>>();
    const expectedOf = (which: number) => {
      const expected = known.get(which) ?? gradientsOf(which, {});
      known.set(which, expected);
      return expected;
    };

    it.each(schedules)("under $name as its schedule.", (schedule) => {
      const store: CheckpointOptions["store"] = (backend) =>
        tieredStore([memoryStore(backend), memoryStore(backend)]);
      runs.forEach((_run, which) => {
        const options = which % 2 === 0 ? { schedule } : { schedule, store };
        expect(gradientsOf(which, options)).toEqual(expectedOf(which));
      });
    });
  });
});
