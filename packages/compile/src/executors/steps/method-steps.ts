import type { ButcherTableau } from "@symplectic-adjoint/core";
import { stageTime } from "../../imports/core.js";
import type { AttemptArguments, Leaves, ReversalArguments } from "../executor.js";
import type { Loaded } from "../loaded.js";
import { type AttemptVariant, attemptCode } from "./attempt-code.js";
import { reversalCode } from "./reversal-code.js";
import { stepCode } from "./step-code.js";

/** The steps of one method with one program. */
export interface Steps {
  attempt(request: AttemptArguments): number | undefined;
  reverse(reversal: ReversalArguments): void;
}

/** Takes memory for the steps of a method, and assembles the code of all variants. */
export function methodSteps<Place, Word, Code>(
  tableau: ButcherTableau,
  loaded: Loaded<Place, Word, Code>,
): Steps {
  const { c, stages: count, activeStages } = tableau;
  const { program, machine, places: ends } = loaded;
  // Once, since a page may use several machines.
  const { run, copyIn, copyOut, addTo, readDouble, writeDouble, writeNumber } = machine;
  const step = stepCode(tableau, loaded);
  const { h, y, next, error, slopes, states, times, norm, tolerances } = step.places;
  const attempts = variantsOf(tableau).map((variant) =>
    machine.assemble(attemptCode(tableau, variant, step)),
  );
  const reversals = (program.bars.states.length === 0 ? [] : [false, true]).map((kept) =>
    machine.assemble(reversalCode(tableau, kept, step)),
  );
  machine.settle();

  /** Writes what attempts and reversals begin with. */
  function begin(from: Leaves, span: AttemptArguments | ReversalArguments["step"]): void {
    const { t, h: length, end } = span;
    writeDouble(h, 0, length);
    copyIn(from, y);
    if (ends.time === undefined) return;
    writeNumber(times[0] as Place, span.firstStageTime);
    for (let i = 1; i < count; i++)
      writeNumber(times[i] as Place, stageTime(t, length, end, c[i] as number));
  }

  /** The active stages after the first, with the states that are kept of them. */
  function eachKept(
    kept: ReadonlyArray<Leaves> | undefined,
    visit: (leaves: Leaves, place: Place) => void,
  ): void {
    for (let s = 1; kept !== undefined && s < activeStages.length; s++)
      visit(kept[s - 1] as Leaves, states[activeStages[s] as number] as Place);
  }

  return {
    attempt(request) {
      const { tolerances: wanted, stages, slopeKnown, startSlope, endSlope } = request;
      begin(request.y, request);
      const firstSlope = slopes[0] as Place;
      if (slopeKnown) copyIn(startSlope, firstSlope);
      for (let leaf = 0; wanted !== undefined && leaf < wanted.rtol.length; leaf++) {
        writeDouble(tolerances, 2 * leaf, wanted.rtol[leaf] as number);
        writeDouble(tolerances, 2 * leaf + 1, wanted.atol[leaf] as number);
      }
      const measuresError = wanted !== undefined;
      const index = indexOf({ slopeKnown, measuresError, keepsStages: stages !== undefined });
      run(attempts[index] as Code);
      if (!slopeKnown) copyOut(startSlope, firstSlope);
      copyOut(request.next, next);
      if (endSlope !== undefined) copyOut(endSlope, slopes[count - 1] as Place);
      eachKept(stages, copyOut);
      return measuresError ? readDouble(norm, 0) : undefined;
    },
    reverse({ step: span, y: from, lambda, stages, before, theta }) {
      begin(from, span);
      copyIn(lambda, error);
      eachKept(stages, copyIn);
      run(reversals[Number(stages !== undefined)] as Code);
      copyOut(before, next);
      for (const [i, sum] of theta.entries()) addTo(sum, ends.parameterBars[i] as Place);
    },
  };
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
