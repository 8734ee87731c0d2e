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
 * The slower store has the checkpoints of the earliest steps, which are read and replaced least, and is used only as far
 * as the faster one does not suffice. Without knowledge of the number of steps, checkpoints move there as newer ones
 * need their places.
 *
 * Sources: Herrmann & Pallez, H-Revolve: a framework for adjoint computation on synchronous hierarchical platforms, ACM
 * Trans. Math. Software 46 (2020), doi 10.1145/3378672, whose optimum this is for a slower store that costs no time;
 * Stumm & Walther, MultiStage approaches for optimal offline checkpointing, SIAM J. Sci. Comput. 31 (2009), doi
 * 10.1137/080718036, who place the checkpoints that are used least in the slower store.
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
  // If the forward pass did not know this number of steps, the faster store has checkpoints of early steps.
  const firstInNear = stored[Math.max(0, stored.length - near)] ?? total;
  for (const step of kept.slice(0, places))
    if (step >= firstInNear) yield { type: "move", step, level: 1 };
  yield* reverseBetween({ ...view, stored: kept }, near + far, (below) => (below < places ? 1 : 0));
}
