import { tmpdir } from "node:os";
import { hostStore } from "@symplectic-adjoint/checkpoint-stores";
import { fileStore } from "@symplectic-adjoint/checkpoint-stores/node";
import {
  backpropagation,
  binomial,
  checkpointPerStep,
  continuousAdjoint,
  everyNth,
  online,
  squareRoot,
  symplecticAdjoint,
  twoLevel,
} from "symplectic-adjoint";
import type { BenchmarkOptions } from "../benchmark.js";
import type { LargeSetup } from "./measure-large.js";

const MIB = 2 ** 20;
const STEPS = 200;
const MANY = 10_000;

/** The strategies, schedules and budgets that are compared; the first symplectic one is the reference. */
export function largeSetups({ quick = false }: BenchmarkOptions): ReadonlyArray<LargeSetup> {
  const steps = quick ? 10 : STEPS;
  const symplectic = (name: string, options: Parameters<typeof symplecticAdjoint>[0] = {}) => ({
    ...{ name: `symplectic, ${name}`, steps, same: true },
    adjoint: () => symplecticAdjoint(options),
  });
  const within = (mebibytes: number, count = steps): LargeSetup => ({
    ...symplectic(`memoryBudget: "${mebibytes} MiB"`, { memoryBudget: `${mebibytes} MiB` }),
    steps: count,
    budget: mebibytes * MIB,
  });
  return [
    symplectic("every step"),
    { name: "backpropagation", steps, adjoint: backpropagation },
    { name: "checkpoint per step (ACA)", steps, adjoint: checkpointPerStep },
    { name: "continuous adjoint", steps, adjoint: continuousAdjoint },
    symplectic("every step, with stages", { contents: "stages" }),
    symplectic("every 10th step", { schedule: everyNth(10) }),
    symplectic("square root", { schedule: squareRoot() }),
    symplectic("binomial, 20 checkpoints", { schedule: binomial({ checkpoints: 20 }) }),
    symplectic("online, 20 checkpoints", { schedule: online({ checkpoints: 20 }) }),
    symplectic("two levels, a period of 20 and 5 checkpoints", {
      schedule: twoLevel({ period: 20, checkpoints: 5 }),
    }),
    symplectic("every step, in host memory", { store: hostStore }),
    symplectic("every step, in a file", { store: fileStore({ folder: tmpdir() }) }),
    within(64),
    within(24),
    ...(quick ? [] : [within(24, MANY)]),
  ];
}
