import { compiled } from "@symplectic-adjoint/compile";
import { backendFor, type DynamicsBackend, type MemoryPlan } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  binomial,
  checkpointPerStep,
  everyNth,
  oneCheckpoint,
  online,
  type PlannedOptions,
  planMemory,
  type Solution,
  solve,
  squareRoot,
  symplecticAdjoint,
  tfjs,
  twoLevel,
} from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { startOf, wavingNetwork } from "./support/waving-network.js";

const methods = [
  ["rk4", { method: "rk4", stepsPerInterval: 7 }],
  ["dopri5 with equal steps", { method: "dopri5", stepsPerInterval: 6 }],
  ["dopri5", { method: "dopri5", rtol: 1e-4, atol: 1e-5 }],
] as const;
const strategies = [
  ["the symplectic adjoint", symplecticAdjoint],
  ["a checkpoint per step", checkpointPerStep],
] as const;
const times = [
  [0, 1],
  [0, 0.3, 0.7, 1],
];

/** What is planned for a gradient, and the most bytes that it needed: of programs, and of the arrays of their backend. */
function memoryOf(options: object, t: ReadonlyArray<number>) {
  const { f, weights } = wavingNetwork();
  const g = compiled(f, { time: "tensor" });
  const y0 = startOf();
  const given = { ...options, time: "tensor" } as never;
  const plan = planMemory(g as never, y0, t as never, given);
  const backend = backendFor(g as unknown, tfjs as DynamicsBackend<tf.Tensor, unknown>, () => ({
    ...{ y0, time: "tensor" as const, differentiate: true },
  }));
  if (backend.measure === undefined) throw new Error("The backend of a compiled f measures.");
  const { value, peakBytes } = backend.measure(() => {
    const solution = solve(g as never, y0, t as never, given) as never as Solution<tf.Tensor>;
    const gradients = solution.pullback(solution.ys);
    tf.dispose([gradients.y0 as tf.Tensor, ...gradients.parameters]);
    solution.dispose();
    return solution.stats;
  });
  tf.dispose([...weights, y0]);
  const { bytes } = value.compiled as { readonly bytes: number };
  return { plan, steps: value.forward.accepted, measured: peakBytes + bytes };
}

/** The predicted peak. */
function peakOf({ peak, perStep }: MemoryPlan, steps: number): number {
  return peak + steps * perStep;
}

onEachEngine("The memory of a compiled function", () => {
  describe.each(strategies)("with %s", (_, make) => {
    it.each(methods)("is that which was planned, to the byte, with %s.", (_, options) => {
      for (const t of times) {
        const { plan, steps, measured } = memoryOf({ ...options, adjoint: make() }, t);
        expect(plan.measured).toBe(true);
        expect(measured).toBe(peakOf(plan, steps));
      }
    });
  });

  it.each(methods.slice(0, 2))(
    "is that which was planned, to the byte, with stages in checkpoints of %s.",
    (_, options) => {
      const adjoint = symplecticAdjoint({ contents: "stages" });
      const { plan, steps, measured } = memoryOf({ ...options, adjoint }, [0, 0.5, 1]);
      expect(plan.kinds.stages).toBeGreaterThan(0);
      expect(measured).toBe(peakOf(plan, steps));
    },
  );

  const schedules = [
    ...[1, 2, 3, 9].map((checkpoints) => binomial({ checkpoints })),
    ...[everyNth(4), everyNth(7), squareRoot(), online({ checkpoints: 3 })],
    twoLevel({ period: 6, checkpoints: 2 }),
  ].map((schedule) => [schedule.name, schedule] as const);

  it.each(schedules)(
    "is that which was planned, to the byte, by the schedule %s.",
    (_, schedule) => {
      for (const [, make] of strategies)
        for (const [, options] of methods.slice(0, 2))
          for (const stepsPerInterval of [3, 5, 20])
            for (const t of times) {
              const given = { ...options, stepsPerInterval, adjoint: make({ schedule }) };
              const { plan, measured } = memoryOf(given, t);
              expect(measured).toBe(plan.peak);
            }
    },
  );

  it.each(methods)(
    "is that which was planned, to the byte, with one checkpoint and %s.",
    (_, options) => {
      for (const t of times) {
        const { plan, steps, measured } = memoryOf({ ...options, adjoint: oneCheckpoint() }, t);
        expect(plan.window).toBe(plan.steps ?? Number.POSITIVE_INFINITY);
        expect(measured).toBe(peakOf(plan, steps));
      }
    },
  );

  it.each([
    ["the symplectic adjoint", symplecticAdjoint],
    ["a checkpoint per step", checkpointPerStep],
    ["one checkpoint", oneCheckpoint],
  ])("stays within a budget, with %s.", (_, make) => {
    const peaks = (options: object, t: ReadonlyArray<number>, memoryBudget: string | number) =>
      memoryOf({ ...options, adjoint: make({ memoryBudget } as PlannedOptions) }, t);
    for (const [, options] of methods)
      for (const t of times) {
        const { minimum } = peaks(options, t, "1 MiB").plan;
        for (const memoryBudget of [0, 24, 100, 250].map((more) => minimum + more)) {
          const { plan, measured } = peaks(options, t, memoryBudget);
          expect(plan.peak).toBeLessThanOrEqual(memoryBudget);
          expect(measured).toBeLessThanOrEqual(plan.peak);
          expect(measured).toBeGreaterThan(65536);
        }
      }
  });
});
