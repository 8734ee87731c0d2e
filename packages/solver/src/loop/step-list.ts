import { lazyList, type Step } from "@symplectic-adjoint/core";
import { StepRecords } from "./step-records.js";

/** Longer lists are kept as records, which take less memory and a little more time. */
const MOST_OBJECTS = 1 << 14;

/** The accepted steps of an integration. */
export interface StepList {
  readonly length: number;
  push(step: Step): void;
  /** The signed length of a step. */
  lengthOf(n: number): number;
  /** The steps so far, to be read only. Complete once the integration has ended. */
  list(): ReadonlyArray<Step>;
}

/** An empty list. @param most From this length on, it takes little memory per step. */
export function stepList(most: number = MOST_OBJECTS): StepList {
  const steps: Array<Step> = [];
  let records: StepRecords | undefined;
  return {
    get length() {
      return records?.length ?? steps.length;
    },
    push(step) {
      if (records !== undefined) records.push(step);
      else if (steps.length < most) steps.push(step);
      else {
        records = new StepRecords();
        for (const each of steps) records.push(each);
        steps.length = 0;
        records.push(step);
      }
    },
    lengthOf: (n) => (records === undefined ? (steps[n] as Step).h : records.lengthOf(n)),
    list: () => (records === undefined ? steps : listOf(records)),
  };
}

function listOf(records: StepRecords): ReadonlyArray<Step> {
  return lazyList(
    () => records.length,
    (n) => records.at(n) as Step,
  );
}
