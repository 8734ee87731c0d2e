import type { MemoryKinds } from "@symplectic-adjoint/core";
import type { Candidate } from "./candidate.js";
import type { StageSizes } from "./memory-sizes.js";
import { bytesOfKinds, largestPhase, phasesOf } from "./phases.js";
import type { PlanRequest } from "./plan-request.js";

/** How much memory a candidate needs at most. */
export interface Footprint {
  readonly kinds: MemoryKinds;
  readonly peak: number;
  readonly checkpointBytes: number;
  /** Bytes of memory that the store needs for one. */
  readonly perCheckpoint: number;
}

type Needs = Pick<PlanRequest, "sizes" | "store" | "speculates" | "differentiates">;

/** The bytes that a candidate needs at the time of its peak. */
export function footprint(request: Needs, candidate: Candidate): Footprint {
  const base = baseOf(request, candidate);
  const { state, stages } = storedBytes(request, candidate);
  const kinds = { ...base, states: base.states + state, stages: base.stages + stages };
  return { kinds, peak: bytesOfKinds(kinds), ...checkpointSizes(request, candidate) };
}

/** Its peak. */
export function peakOf(request: Needs, candidate: Candidate): number {
  return footprint(request, candidate).peak;
}

/** The most checkpoints with which a candidate fits; may be Infinity, or negative. */
export function mostCheckpoints(request: PlanRequest, candidate: Candidate): number {
  const { perCheckpoint } = checkpointSizes(request, candidate);
  const free = request.budget - bytesOfKinds(baseOf(request, candidate)) + sharedBytes(request);
  if (perCheckpoint === 0) return free >= 0 ? Number.POSITIVE_INFINITY : -1;
  return Math.floor(free / perCheckpoint);
}

/** The largest phase without checkpoints. */
function baseOf({ sizes, store, ...rest }: Needs, candidate: Candidate): MemoryKinds {
  const { contents, window, recomputes, segment = 1 } = candidate;
  const { speculates, differentiates } = rest;
  const transit = store.transit * bytesIn(sizes.state, sizes.stages, contents);
  const manner = { contents, window, segment, recomputes, speculates, differentiates, transit };
  return largestPhase(phasesOf(sizes, manner));
}

function storedBytes(
  request: Needs,
  candidate: Candidate,
): { readonly state: number; readonly stages: number } {
  const count = candidate.checkpoints ?? 0;
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
