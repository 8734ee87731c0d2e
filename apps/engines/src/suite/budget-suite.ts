import { hostStore } from "@symplectic-adjoint/checkpoint-stores";
import * as tf from "@tensorflow/tfjs";
import {
  checkpointPerStep,
  measureMemory,
  oneCheckpoint,
  planMemory,
  solveAsync,
  symplecticAdjoint,
} from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import { network } from "./problems/network.js";
import { prepareProblem } from "./problems/prepare-problem.js";
import { numbersOf } from "./support/numbers-of.js";

const times = [0, 0.4, 1];
const strategies = { symplecticAdjoint, checkpointPerStep, oneCheckpoint };
const steps = [
  ["fixed steps", { method: "rk4", stepsPerInterval: 12 }],
  ["chosen steps", { method: "dopri5", rtol: 1e-5, atol: 1e-6 }],
] as const;

/** Memory budgets: on every engine kept to the byte, with the same gradient. */
export function budgetSuite(): void {
  describe.each(Object.entries(strategies))("A memory budget of %s", (name, strategy) => {
    test.each(steps)("is kept with %s, and changes no gradient.", async (_, options) => {
      const measured = async (given: Parameters<typeof strategy>[0]) => {
        const { f, y0, pulledBack } = prepareProblem(network, times.length);
        const adjoint = strategy(given);
        const { value, peakBytes } = await measureMemory(async () => {
          const solution = await solveAsync(f, y0, times, { ...options, adjoint });
          return { solution, gradients: await pulledBack(solution) };
        });
        const { solution, gradients } = value;
        const tensors = [...gradients.y0, ...gradients.parameters] as Array<tf.Tensor>;
        const numbers: Array<number> = [];
        for (const tensor of tensors) numbers.push(...(await numbersOf(tensor)));
        tf.dispose(tensors);
        solution.dispose();
        return { numbers, peakBytes, memory: solution.stats.memory };
      };
      const { f, y0 } = prepareProblem(network, times.length);
      const adjoint = strategy({ memoryBudget: "1 GiB" });
      const { minimum } = planMemory(f, y0, times, { ...options, adjoint });
      const free = await measured({});
      for (const memoryBudget of [minimum, minimum + 2000]) {
        const kept = await measured({ memoryBudget });
        expect(kept.peakBytes).toBeLessThanOrEqual(memoryBudget);
        if (name !== "oneCheckpoint") expect(kept.numbers).toEqual(free.numbers);
      }
      // Elsewhere as well, where states are read while the solve goes on.
      const { minimum: least } = planMemory(f, y0, times, {
        ...options,
        adjoint: strategy({ memoryBudget: "1 GiB", store: hostStore }),
      });
      const memoryBudget = least + 3000;
      const elsewhere = await measured({ memoryBudget, store: hostStore });
      expect(elsewhere.peakBytes).toBeLessThanOrEqual(memoryBudget);
      if (name !== "oneCheckpoint") expect(elsewhere.numbers).toEqual(free.numbers);
    });
  });
}
