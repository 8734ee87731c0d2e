import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { Program } from "../../../program/program.js";
import type { ModuleMemory } from "../module-memory.js";
import { type Code, type PlacedProgram, placeCode } from "../placed-program.js";
import { type AttemptVariant, attemptWords } from "./attempt-words.js";
import { reversalWords } from "./reversal-words.js";
import { placeSteps, type StepPlaces } from "./step-places.js";
import { type StepWords, stepWords } from "./step-words.js";

/** The steps of one method with one program: their memory, and their instructions, made at the first use of each variant. */
export class StepCode {
  readonly tableau: ButcherTableau;
  readonly program: Program;
  readonly placed: PlacedProgram;
  readonly memory: ModuleMemory;
  readonly places: StepPlaces;
  private readonly words: StepWords;
  private readonly attempts = new Map<number, Code>();
  private readonly reversals = new Map<boolean, Code>();

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
    this.words = stepWords(program, placed, this.places);
  }

  attempt(variant: AttemptVariant): Code {
    const { slopeKnown, measuresError, keepsStages } = variant;
    const key = Number(slopeKnown) + 2 * Number(measuresError) + 4 * Number(keepsStages);
    return this.cached(this.attempts, key, () =>
      attemptWords(this.tableau, variant, this.places, this.words),
    );
  }

  reversal(kept: boolean): Code {
    return this.cached(this.reversals, kept, () =>
      reversalWords(this.tableau, kept, this.places, this.words),
    );
  }

  private cached<K>(codes: Map<K, Code>, key: K, words: () => Array<number>): Code {
    let code = codes.get(key);
    if (code === undefined) {
      code = placeCode(this.memory.plan, words());
      this.memory.settle();
      codes.set(key, code);
    }
    return code;
  }
}
