import { drawSchedule } from "@symplectic-adjoint/checkpoint";
import {
  type CheckpointSchedule,
  checkValue,
  InvalidArgumentError,
  type MemoryPlan,
  type MemoryStatistics,
  must,
  required,
  type Statistics,
} from "@symplectic-adjoint/core";
import type { Explanation, ExplanationData } from "./explanation.js";
import { explanationText } from "./explanation-text.js";
import { runSchedule } from "./run-schedule.js";

const SUBJECT = required(
  must(
    (value) => isPlan(value) || memoryOf(value) !== undefined,
    "must be a plan, or a solution whose gradient strategy stores checkpoints",
    "Write explain(planMemory(f, y0, t, options)), or explain(solution) for a solution of symplecticAdjoint, checkpointPerStep or oneCheckpoint.",
  ),
);

/**
 * Explains what a solve stores where, how much it computes again, and its peak of memory by kind: planned, or as it was
 * for a finished solve.
 *
 * @param subject A plan of `planMemory`, or a solution.
 * @throws InvalidArgumentError if it is neither, or a solution of a strategy without checkpoints.
 * @example
 * console.log(explain(planMemory(f, y0, [0, 1], { memoryBudget: "64 MiB" })).text);
 */
export function explain(subject: MemoryPlan | { readonly stats: Statistics }): Explanation {
  checkValue("subject", subject, SUBJECT);
  const { data, schedule, knownTotal } = isPlan(subject)
    ? planned(subject)
    : finished(subject.stats);
  const text = explanationText(data);
  return Object.freeze({
    text,
    data,
    picture: () => pictureOf(schedule, data.steps, knownTotal),
    toString: () => text,
  });
}

interface Explained {
  readonly data: ExplanationData;
  readonly schedule: CheckpointSchedule;
  /** Whether the forward pass knew the number of steps. */
  readonly knownTotal: boolean;
}

function planned(plan: MemoryPlan): Explained {
  const { schedule, steps, recomputes } = plan;
  const run = steps === undefined || !recomputes ? undefined : runSchedule(schedule, steps);
  return {
    schedule,
    knownTotal: true,
    data: {
      ...dataOf(plan),
      schedule: schedule.name,
      store: plan.store,
      contents: plan.contents,
      steps,
      checkpoints: plan.checkpoints,
      checkpointBytes: plan.checkpointBytes,
      recomputed: recomputes ? run?.recomputed : 0,
      finished: false,
    },
  };
}

function finished({ forward, memory }: Statistics): Explained {
  const { schedule, store, contents, checkpoints, checkpointBytes, recomputed, plan } =
    memory as MemoryStatistics;
  return {
    schedule,
    knownTotal: plan === undefined || plan.steps !== undefined,
    data: {
      ...dataOf(plan),
      schedule: schedule.name,
      store,
      contents,
      steps: forward.accepted,
      checkpoints,
      checkpointBytes,
      recomputed,
      finished: true,
    },
  };
}

/** What only a plan knows. */
function dataOf(
  plan: MemoryPlan | undefined,
): Pick<
  ExplanationData,
  "strategy" | "budget" | "minimum" | "peak" | "perStep" | "kinds" | "measured" | "window"
> {
  return {
    strategy: plan?.strategy,
    budget: plan?.budget,
    minimum: plan?.minimum,
    peak: plan?.peak,
    perStep: plan?.perStep,
    kinds: plan?.kinds,
    measured: plan?.measured,
    window: plan?.window,
  };
}

function pictureOf(
  schedule: CheckpointSchedule,
  steps: number | undefined,
  knownTotal: boolean,
): string {
  if (steps !== undefined) return drawSchedule(schedule, steps, { knownTotal });
  throw new InvalidArgumentError({
    argument: "picture",
    problem: "needs the number of steps, which is unknown before an adaptive solve",
    remedy: "Explain the finished solution: explain(solution).picture().",
  });
}

function isPlan(value: unknown): value is MemoryPlan {
  return (
    typeof value === "object" && value !== null && "perCheckpoint" in value && "schedule" in value
  );
}

function memoryOf(value: unknown): MemoryStatistics | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as { readonly stats?: Partial<Statistics> }).stats?.memory;
}
