import type { MemoryKinds } from "@symplectic-adjoint/core";
import type { MemorySizes, StageSizes } from "./memory-sizes.js";

/** What decides how much memory each phase of a solve needs besides checkpoints. */
export interface Manner {
  readonly contents: "state" | "stages";
  /** Steps on one tape at the same time; 0: one evaluation. */
  readonly window: number;
  /** Steps that are reversed together. */
  readonly segment: number;
  /** Whether the backward pass advances through steps to reach a state. */
  readonly recomputes: boolean;
  /** Whether the next step may be attempted before the last one is accepted. */
  readonly speculates: boolean;
  /** Whether there is a backward pass. */
  readonly differentiates: boolean;
  /** Bytes of states that a store other than the default one may have at hand while it reads or writes. */
  readonly transit: number;
}

const NONE: MemoryKinds = {
  states: 0,
  stages: 0,
  tape: 0,
  parameters: 0,
  outputs: 0,
  working: 0,
};

/** The needs of each phase of a solve and its pullback, without the checkpoints, which exist in every phase. */
export function phasesOf(sizes: MemorySizes, manner: Manner): ReadonlyArray<MemoryKinds> {
  const { programs = 0 } = sizes;
  const backward = manner.differentiates ? backwardPhases(sizes, manner) : [];
  return [...forwardPhases(sizes, manner), ...backward].map((phase) => ({
    ...phase,
    working: phase.working + programs,
  }));
}

/** The phase that needs most. */
export function largestPhase(phases: ReadonlyArray<MemoryKinds>): MemoryKinds {
  return phases.reduce((most, phase) => (bytesOfKinds(phase) > bytesOfKinds(most) ? phase : most));
}

/** The sum over all kinds. */
export function bytesOfKinds(kinds: MemoryKinds): number {
  return (
    kinds.states + kinds.stages + kinds.tape + kinds.parameters + kinds.outputs + kinds.working
  );
}

function forwardPhases(sizes: MemorySizes, manner: Manner): ReadonlyArray<MemoryKinds> {
  const { state, outputs, check } = sizes;
  const attempt =
    manner.contents === "stages" ? (sizes.stages as StageSizes).attempt : sizes.attempt;
  const ahead = manner.speculates ? attempt : 0;
  const states = state + manner.transit;
  return [
    { ...NONE, states, outputs: outputs.kept, working: attempt + ahead },
    { ...NONE, states, outputs: outputs.kept, working: check + ahead },
    { ...NONE, outputs: outputs.kept + outputs.stacking },
  ];
}

function backwardPhases(sizes: MemorySizes, manner: Manner): ReadonlyArray<MemoryKinds> {
  const { state, outputs, attempt, parameters } = sizes;
  const { transit, recomputes } = manner;
  const held = outputs.stacked + outputs.rows;
  // The state that a step is reversed from is a checkpoint, or was computed again.
  const current = recomputes ? state : 0;
  // Steps that are reversed together but not on one tape are replayed, and their states kept.
  const replayed = (manner.segment - 1) * (state + stageBytes(sizes, manner));
  const reversing = reversal(sizes, manner);
  const phases = [
    { ...NONE, outputs: outputs.stacked + outputs.unstacking },
    { ...reversing, states: current + transit + (manner.window > 1 ? 0 : replayed), outputs: held },
  ];
  // λ, the state that it starts from, and the one that it has reached.
  const advancing = { ...NONE, states: 2 * state + transit, outputs: held };
  if (recomputes || replayed > 0)
    phases.push({
      ...advancing,
      states: advancing.states + replayed,
      parameters,
      working: state + attempt,
    });
  return phases;
}

function stageBytes({ stages }: MemorySizes, { contents }: Manner): number {
  return contents === "stages" ? (stages as StageSizes).bytes : 0;
}

function reversal(sizes: MemorySizes, { contents, window }: Manner): MemoryKinds {
  const { record, evaluationsPerStep, state, parameters } = sizes;
  const first = contents === "stages" ? (sizes.stages as StageSizes).reversal : sizes.reversal;
  const perStep = evaluationsPerStep * record;
  const further = Math.max(0, window - 1);
  const tape = Math.min(first, window === 0 ? record : perStep) + further * perStep;
  const total = first + further * (perStep + state);
  const gradients = Math.min(2 * parameters, total - tape);
  return { ...NONE, tape, parameters: gradients, working: total - tape - gradients };
}
