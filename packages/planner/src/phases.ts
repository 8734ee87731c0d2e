import type { MemoryKinds } from "@symplectic-adjoint/core";
import type { MemorySizes, StageSizes } from "./memory-sizes.js";
import type { Moment } from "./moment.js";

/** What decides how much memory each phase of a solve needs besides checkpoints. */
export interface Manner {
  readonly contents: "state" | "stages";
  /** How much of f is on a tape at the same time. */
  readonly window: "evaluation" | "step" | "segment";
  /** Whether the next step may be attempted before the last one is accepted. */
  readonly speculates: boolean;
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

/** The needs of a moment, without checkpoints. */
export function phaseOf(sizes: MemorySizes, manner: Manner, moment: Moment): MemoryKinds {
  const { programs = 0 } = sizes;
  const phase = phases[moment.work](sizes, manner, moment);
  return { ...phase, working: phase.working + programs };
}

/** The larger one. */
export function largerKinds(one: MemoryKinds, other: MemoryKinds): MemoryKinds {
  return bytesOfKinds(other) > bytesOfKinds(one) ? other : one;
}

/** The sum over all kinds. */
export function bytesOfKinds(kinds: MemoryKinds): number {
  return (
    kinds.states + kinds.stages + kinds.tape + kinds.parameters + kinds.outputs + kinds.working
  );
}

const phases: Readonly<
  Record<Moment["work"], (sizes: MemorySizes, manner: Manner, moment: Moment) => MemoryKinds>
> = {
  attempt(sizes, manner) {
    const { state, outputs, check } = sizes;
    const attempt = attemptBytes(sizes, manner);
    const states = state + manner.transit;
    const working = Math.max(attempt, check) + (manner.speculates ? attempt : 0);
    return { ...NONE, states, outputs: outputs.kept, working };
  },
  stack: ({ outputs }) => ({ ...NONE, outputs: outputs.kept + outputs.stacking }),
  unstack: ({ outputs }) => ({ ...NONE, outputs: outputs.stacked + outputs.unstacking }),
  /** Besides what it starts from, λ, and the state that was reached last. */
  advance(sizes, { transit }, { steps, later, apart }) {
    const { state, attempt, parameters } = sizes;
    return {
      ...NONE,
      states: (Number(apart) + Number(later)) * state + transit,
      parameters: later ? parameters : 0,
      outputs: heldOutputs(sizes),
      working: (steps > 1 ? state : 0) + attempt,
    };
  },
  reverse(sizes, manner, moment) {
    const { apart, steps } = moment;
    const { evaluationsPerStep, record } = sizes;
    const states = (apart ? sizes.state : 0) + manner.transit;
    const outputs = heldOutputs(sizes);
    const total = reversalBytes(sizes, manner, moment);
    const perStep = evaluationsPerStep * record;
    if (manner.window === "segment") {
      const further = Math.max(0, steps - 1) * Math.min(perStep, perTapedStep(sizes));
      return { ...withTape(sizes, total, perStep + further), states, outputs };
    }
    const alone = withTape(sizes, total, manner.window === "evaluation" ? record : perStep);
    if (steps === 1) return { ...alone, states, outputs };
    // Steps that are reversed together but not on one tape are replayed, and their states kept.
    const kept = sizes.state + (manner.contents === "stages" ? stagesOf(sizes).bytes : 0);
    const replaying = {
      ...NONE,
      states: states + sizes.state + (steps - 2) * kept,
      parameters: sizes.parameters,
      outputs,
      working: attemptBytes(sizes, manner),
    };
    return largerKinds(replaying, { ...alone, states: states + (steps - 1) * kept, outputs });
  },
};

/** The cotangents of the outputs, as they were given, and one by one. */
function heldOutputs({ outputs }: MemorySizes): number {
  return outputs.stacked + outputs.rows;
}

function stagesOf({ stages }: MemorySizes): StageSizes {
  return stages as StageSizes;
}

function attemptBytes(sizes: MemorySizes, { contents }: Manner): number {
  return contents === "stages" ? stagesOf(sizes).attempt : sizes.attempt;
}

/** The reversal of a step, or of all steps on one tape, with λ and the cotangents of the parameters. */
function reversalBytes(
  sizes: MemorySizes,
  { contents, window }: Manner,
  { steps, later }: Moment,
): number {
  const { reversal, given } = sizes;
  const one = contents === "stages" ? stagesOf(sizes).reversal : reversal;
  const less = later || given === undefined ? 0 : reversal - given.first;
  if (window !== "segment" || steps === 1) return one - less;
  const perStep = perTapedStep(sizes);
  // The first step is unlike the others, which need the same each.
  const two = given?.taped === undefined ? one + perStep : given.taped.two + one - given.first;
  return Math.max(0, two + (steps - 2) * perStep - less);
}

/** What each further step adds to a tape. */
export function perTapedStep({ given, record, evaluationsPerStep, state }: MemorySizes): number {
  return given?.taped?.further ?? evaluationsPerStep * record + state;
}

/** The bytes of a reversal by kind, with at most so many on the tape. */
function withTape({ parameters }: MemorySizes, total: number, most: number): MemoryKinds {
  const tape = Math.min(total, most);
  const gradients = Math.min(2 * parameters, total - tape);
  return { ...NONE, tape, parameters: gradients, working: total - tape - gradients };
}
