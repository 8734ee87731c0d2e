import { memoryStore } from "@symplectic-adjoint/checkpoint";
import {
  type Adjoint,
  type CheckpointSchedule,
  checkOptions,
  functionRequirement,
  InvalidArgumentError,
  nonEmptyString,
  type Problem,
  type Requirement,
  required,
  type SolveMode,
  scheduleContract,
} from "@symplectic-adjoint/core";
import { planOfFamily } from "../planned/plan-of-family.js";
import {
  type CheckpointOptions,
  checkpointOptionTable,
  refuseUnusedStages,
} from "./checkpoint-options.js";
import { reversalOf } from "./reversal-of.js";
import type { ReverseSteps } from "./reverse-steps.js";
import { type CheckpointFamily, solveWithCheckpoints } from "./solve-with-checkpoints.js";

/** The parts of a checkpointing strategy. */
export interface CheckpointedAdjointParts extends CheckpointOptions {
  readonly name: string;
  readonly schedule: CheckpointSchedule;
  /** How to reverse a segment of steps, instead of a `window`. */
  readonly reverse?: ReverseSteps | undefined;
}

const PARTS: Readonly<Record<keyof CheckpointedAdjointParts, Requirement>> = {
  name: required(nonEmptyString('Write a name: name: "my strategy".')),
  ...checkpointOptionTable,
  schedule: required(scheduleContract),
  reverse: functionRequirement("Write reverse: reverseSymplectically, or leave it out."),
};

/**
 * An exact adjoint that stores checkpoints and replays steps in the backward pass. Four choices make up the family. They
 * are independent of each other, except that only the window of an evaluation uses stages. All combinations give the same
 * gradient, up to rounding:
 *
 * - `window`: how much is on a tape at once, or `reverse`, a reversal of segments of your own;
 * - `contents`: what a checkpoint contains;
 * - `schedule`: which steps have one;
 * - `store`: where they are.
 *
 *     strategy                window          contents     schedule      evaluations per step, backward
 *     backpropagation         the solution    –            –             0, all are recorded in the forward pass
 *     one checkpoint          segment         state        startOnly     s recorded
 *     checkpoint per step     segment         state        everyStep     s recorded
 *     symplectic adjoint      evaluation      state        everyStep     s − 1, and s recorded
 *     the same with stages    evaluation      stages       everyStep     s recorded
 *
 * A step with interpolated outputs is reversed with one more stage, or as many as its dense output needs. If their values are
 * needed again, because something is saved of them or gradients for times are requested, the window of an evaluation takes
 * such a step once more.
 *
 * With the window of an evaluation, and with that of a step, the gradient is bitwise the same for all schedules, contents,
 * and stores of full precision.
 *
 * @throws UnknownOptionError | InvalidArgumentError if a part is missing, unknown or invalid, or if two of them contradict
 * each other.
 */
export function checkpointedAdjoint(parts: CheckpointedAdjointParts): Adjoint {
  checkOptions("checkpointedAdjoint", parts, PARTS);
  const { name, schedule, store = memoryStore, contents = "state", window, reverse } = parts;
  if (reverse !== undefined && window !== undefined) throw bothGiven(window);
  if (reverse === undefined) refuseUnusedStages(contents, window ?? "evaluation");
  const family: CheckpointFamily = {
    schedule,
    store,
    contents,
    reverse: reverse ?? reversalOf(window ?? "evaluation"),
  };
  const tape = window ?? (reverse === undefined ? "evaluation" : "segment");
  return Object.freeze({
    name,
    exact: true,
    solve: <A>(problem: Problem<A>, mode: SolveMode) => solveWithCheckpoints(family, problem, mode),
    plan: <A>(problem: Problem<A>) => planOfFamily(name, family, tape, problem),
  });
}

function bothGiven(window: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "window",
    value: window,
    problem: "was given together with reverse, which decides what is on a tape",
    remedy: "Leave out one of them.",
  });
}
