import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { Program } from "../../../program/program.js";
import type { ModuleMemory } from "../module-memory.js";
import { type Code, type PlacedProgram, placeCode } from "../placed-program.js";
import { type AttemptVariant, attemptWords } from "./attempt-words.js";
import { reversalWords } from "./reversal-words.js";
import { placeSteps, type StepPlaces } from "./step-places.js";
import { stepWords } from "./step-words.js";

/** The steps of one method with one program: their memory, and the instructions of all variants. */
export class StepCode {
  readonly tableau: ButcherTableau;
  readonly program: Program;
  readonly placed: PlacedProgram;
  readonly memory: ModuleMemory;
  readonly places: StepPlaces;
  private readonly attempts: ReadonlyArray<Code>;
  private readonly reversals: ReadonlyArray<Code>;

  constructor(
    tableau: ButcherTableau,
    program: Program,
    placed: PlacedProgram,
    memory: ModuleMemory,
  ) {
    this.tableau = tableau;
    this.program = program;
    this.placed = placed;
    this.memory = memory;
    this.places = placeSteps(tableau, program, placed, memory);
    const words = stepWords(program, placed, this.places);
    const place = (code: Array<number>) => placeCode(memory.plan, code);
    this.attempts = variantsOf(tableau).map((variant) =>
      place(attemptWords(tableau, variant, this.places, words)),
    );
    this.reversals = (program.bars.states.length === 0 ? [] : [false, true]).map((kept) =>
      place(reversalWords(tableau, kept, this.places, words)),
    );
    memory.settle();
  }

  attempt(variant: AttemptVariant): Code {
    return this.attempts[indexOf(variant)] as Code;
  }

  reversal(kept: boolean): Code {
    return this.reversals[Number(kept)] as Code;
  }
}

/** Where a variant stands among all: those that measure the error are last, since not all methods have them. */
function indexOf({ slopeKnown, keepsStages, measuresError }: AttemptVariant): number {
  return Number(slopeKnown) + 2 * Number(keepsStages) + 4 * Number(measuresError);
}

function variantsOf({ error }: ButcherTableau): ReadonlyArray<AttemptVariant> {
  return Array.from({ length: error === undefined ? 4 : 8 }, (_, index) => ({
    slopeKnown: (index & 1) !== 0,
    keepsStages: (index & 2) !== 0,
    measuresError: (index & 4) !== 0,
  }));
}
