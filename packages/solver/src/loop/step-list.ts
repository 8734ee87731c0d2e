import { lazyList, type Step } from "@symplectic-adjoint/core";
import { StepRecords } from "./step-records.js";

/** Longer lists are kept as records, which take less memory and a little more time. */
const MOST_OBJECTS = 1 << 14;

/** The accepted steps of an integration. */
export class StepList {
  length = 0;
  readonly #most: number;
  readonly #steps: Array<Step> = [];
  #records: StepRecords | undefined;

  /** An empty list. @param most From this length on, it takes little memory per step. */
  constructor(most: number = MOST_OBJECTS) {
    this.#most = most;
  }

  push(step: Step): void {
    if (this.length++ < this.#most) this.#steps.push(step);
    else {
      this.#records ??= recordsOf(this.#steps);
      this.#records.push(step);
    }
  }

  /** The signed length of a step. */
  lengthOf(n: number): number {
    return this.#records === undefined ? (this.#steps[n] as Step).h : this.#records.lengthOf(n);
  }

  /** The steps so far, to be read only. Complete once the integration has ended. */
  list(): ReadonlyArray<Step> {
    const records = this.#records;
    if (records === undefined) return this.#steps;
    return lazyList(
      () => records.length,
      (n) => records.at(n) as Step,
    );
  }
}

/** Empties a list of objects into records. */
function recordsOf(steps: Array<Step>): StepRecords {
  const records = new StepRecords();
  for (const step of steps) records.push(step);
  steps.length = 0;
  return records;
}
