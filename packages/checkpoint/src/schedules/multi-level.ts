import {
  type BackwardView,
  type CheckpointAction,
  type CheckpointSchedule,
  checkOptions,
  type ForwardView,
} from "@symplectic-adjoint/core";
import { binomialForward } from "./binomial.js";
import { requiredCount } from "./counts.js";
import { NOTHING } from "./nothing.js";
import { onlineDecisions } from "./online-checkpoints.js";
import { dropOthers, reverseBetween } from "./reverse-between.js";
import type { LevelOf } from "./reverse-segment.js";
import { worthKeeping } from "./worth-keeping.js";

/** Options of `multiLevel`. */
export interface MultiLevelOptions {
  /** The most checkpoints in the faster store, level 0. */
  readonly near: number;
  /** The most checkpoints in the slower store, level 1. */
  readonly far: number;
}

const EXAMPLE = "Write multiLevel({ near: 10, far: 100 }).";
const TABLE = { near: requiredCount(EXAMPLE), far: requiredCount(EXAMPLE) };

/**
 * So many checkpoints in memory, the rest in a slower store: for a `tieredStore([near, far])`. Recomputes as few steps as
 * `binomial` with `near + far` checkpoints does, or as `online` if the number of steps is unknown.
 *
 * The slower store has checkpoints of early steps, which are read and replaced least, and only those for which the
 * faster one has no room. If the number of steps is unknown, checkpoints move there when newer ones need their places.
 *
 * If transfers take no time, this is the optimum of Herrmann & Pallez for two stores. If each takes half as long as a
 * step, recomputation and transfers take at most 4/3 of the optimum, 7 per cent more on average (N ≤ 60); if it takes
 * longer than a step, fewer checkpoints in the slower store are better.
 *
 * Sources: Herrmann & Pallez, H-Revolve: a framework for adjoint computation on synchronous hierarchical platforms, ACM
 * Trans. Math. Software 46 (2020), doi 10.1145/3378672; Stumm & Walther, MultiStage approaches for optimal offline
 * checkpointing, SIAM J. Sci. Comput. 31 (2009), doi 10.1137/080718036, who place the checkpoints that are used least in
 * the slower store.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown, missing or invalid.
 * @example
 * symplecticAdjoint({
 *   schedule: multiLevel({ near: 10, far: 100 }),
 *   store: (backend) => tieredStore([memoryStore(backend), otherStore(backend)]),
 * });
 */
export function multiLevel(options: MultiLevelOptions): CheckpointSchedule {
  checkOptions("multiLevel", options, TABLE);
  const { near, far } = options;
  return Object.freeze({
    name: `multiLevel(${near}, ${far})`,
    checkpoints: near + far,
    forward: forwardOf(near, far),
    backward: (view: BackwardView) => reverseLevels(view, near, far),
  } satisfies CheckpointSchedule);
}

function forwardOf(
  near: number,
  far: number,
): (view: ForwardView) => ReadonlyArray<CheckpointAction> {
  const known = binomialForward(near + far);
  const decide = onlineDecisions(near + far);
  return (view) => {
    const { step, stored, total } = view;
    if (total !== undefined) {
      if (known({ ...view, total }) === NOTHING) return NOTHING;
      const level = stored.length < farPlaces(total, near, far) ? 1 : 0;
      return [{ type: "store", step, level }];
    }
    const decision = decide(step, stored);
    return decision === undefined ? NOTHING : replace(decision.drop, step, stored, near);
  };
}

/** How many checkpoints the slower store has at most when N steps are reversed. */
function farPlaces(total: number, near: number, far: number): number {
  return Math.max(0, Math.min(total, near + far) - near);
}

/** Stores the newest `near` checkpoints in the faster store. */
function replace(
  drop: number | undefined,
  step: number,
  stored: ReadonlyArray<number>,
  near: number,
): ReadonlyArray<CheckpointAction> {
  const inFar = Math.max(0, stored.length - near);
  const actions: Array<CheckpointAction> = [];
  if (drop !== undefined) actions.push({ type: "drop", step: stored[drop] as number });
  const full = stored.length - inFar === near;
  if (full && (drop === undefined || drop < inFar))
    actions.push({ type: "move", step: stored[inFar] as number, level: 1 });
  actions.push({ type: "store", step, level: 0 });
  return actions;
}

function* reverseLevels(
  view: BackwardView,
  near: number,
  far: number,
): Generator<CheckpointAction, void, undefined> {
  const { stored, total } = view;
  const places = farPlaces(total, near, far);
  const kept = worthKeeping(stored, total, near + far);
  yield* dropOthers(stored, kept);
  let firstNear = stored[stored.length - near] ?? 0;
  // With fewer checkpoints than places, the forward pass expected more steps, or another backward pass left these: they
  // may be in either store.
  if (stored.length < Math.min(total, near + far)) {
    firstNear = kept[places] ?? total;
    for (const step of kept) yield { type: "move", step, level: step < firstNear ? 1 : 0 };
  }
  const areNear = kept.map((step) => step >= firstNear);
  yield* reverseBetween({ ...view, stored: kept }, near + far, placeNear(areNear, near));
}

/**
 * Uses the faster store wherever it has room for a checkpoint and all those above it. There is always room in one of the
 * two: if the slower one is full, fewer checkpoints can come above than the faster one has places.
 */
function placeNear(areNear: ReadonlyArray<boolean>, near: number): LevelOf {
  // How many of the checkpoints below a certain one are in the faster store.
  const nearBelow = [0];
  for (let i = 0; i < areNear.length; i++)
    nearBelow.push((nearBelow[i] as number) + (areNear[i] ? 1 : 0));
  return (below, above) => {
    const used = nearBelow[below] as number;
    const level = near - used > above ? 0 : 1;
    nearBelow[below + 1] = used + 1 - level;
    return level;
  };
}
