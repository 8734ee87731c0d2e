import type { MemoryKinds } from "@symplectic-adjoint/core";
import type { Candidate } from "./candidate.js";
import type { StageSizes } from "./memory-sizes.js";
import type { Moment } from "./moment.js";
import { bytesOfKinds, largerKinds, type Manner, phaseOf } from "./phases.js";
import type { PlanRequest } from "./plan-request.js";

/** How much memory a candidate needs at most. */
export interface Footprint {
  readonly kinds: MemoryKinds;
  readonly peak: number;
  readonly checkpointBytes: number;
  /** Bytes of memory that the store needs for one. */
  readonly perCheckpoint: number;
}

type Needs = Pick<PlanRequest, "sizes" | "store" | "speculates" | "differentiates" | "window">;

/**
 * The bytes that a candidate needs at the time of its peak.
 *
 * @param moments All moments of its solve and pullback. Default: those that any schedule may have, for an upper bound.
 */
export function footprint(
  request: Needs,
  candidate: Candidate,
  moments: ReadonlyArray<Moment> = anyMoments(request, candidate),
): Footprint {
  const manner = mannerOf(request, candidate);
  const kinds = moments
    .map((moment) => {
      const phase = phaseOf(request.sizes, manner, moment);
      const { state, stages } = storedBytes(request, candidate, moment.checkpoints);
      return { ...phase, states: phase.states + state, stages: phase.stages + stages };
    })
    .reduce(largerKinds);
  return { kinds, peak: bytesOfKinds(kinds), ...checkpointSizes(request, candidate) };
}

/** Its peak. */
export function peakOf(request: Needs, candidate: Candidate): number {
  return footprint(request, candidate).peak;
}

/** The most checkpoints with which a candidate fits; may be Infinity, or negative. */
export function mostCheckpoints(request: PlanRequest, candidate: Candidate): number {
  const { perCheckpoint } = checkpointSizes(request, candidate);
  const base = peakOf(request, { ...candidate, checkpoints: 0 });
  const free = request.budget - base + sharedBytes(request);
  if (perCheckpoint === 0) return free >= 0 ? Number.POSITIVE_INFINITY : -1;
  return Math.floor(free / perCheckpoint);
}

function mannerOf({ sizes, store, window, speculates }: Needs, { contents }: Candidate): Manner {
  const transit = store.transit * bytesIn(sizes.state, sizes.stages, contents);
  return { contents, window, speculates, transit };
}

/** What may happen, each with all checkpoints. */
export function anyMoments(
  { differentiates, store }: Needs,
  { checkpoints = 0, recomputes, window, segment = 1 }: Candidate,
): ReadonlyArray<Moment> {
  const base = { checkpoints, steps: 1, later: true };
  const forward: ReadonlyArray<Moment> = [
    { ...base, work: "attempt", apart: true },
    { ...base, work: "stack", apart: true },
  ];
  if (!differentiates) return forward;
  return [
    ...forward,
    { ...base, work: "unstack", apart: true },
    // The state that a step is reversed from is a checkpoint, or was computed again.
    { ...base, work: "reverse", apart: recomputes, steps: Math.max(segment, window) || 1 },
    // Steps are taken again from checkpoints.
    ...(recomputes
      ? [{ ...base, work: "advance", apart: !store.shares, steps: 2 } satisfies Moment]
      : []),
  ];
}

function storedBytes(
  request: Needs,
  candidate: Candidate,
  count: number,
): { readonly state: number; readonly stages: number } {
  if (count === 0) return { state: 0, stages: 0 };
  const { checkpointBytes, perCheckpoint } = checkpointSizes(request, candidate);
  // As many checkpoints as steps, without a limit, if they take no memory.
  if (perCheckpoint === 0) return { state: 0, stages: 0 };
  const total = count * perCheckpoint - sharedBytes(request);
  if (candidate.contents === "state") return { state: total, stages: 0 };
  const inStages = 1 - request.sizes.state / checkpointBytes;
  const stages = Math.round(count * perCheckpoint * inStages);
  return { state: total - stages, stages };
}

function checkpointSizes(
  { sizes, store }: Needs,
  { contents }: Candidate,
): Pick<Footprint, "checkpointBytes" | "perCheckpoint"> {
  const checkpointBytes = bytesIn(sizes.state, sizes.stages, contents);
  const perCheckpoint = store.residentBytes?.(checkpointBytes) ?? checkpointBytes;
  return { checkpointBytes, perCheckpoint };
}

/** What the first checkpoint shares with y0, which existed before. */
function sharedBytes({ sizes, store }: Needs): number {
  return store.shares ? sizes.shared : 0;
}

function bytesIn(
  state: number,
  stages: StageSizes | undefined,
  contents: Candidate["contents"],
): number {
  return state + (contents === "stages" ? (stages?.bytes ?? 0) : 0);
}
