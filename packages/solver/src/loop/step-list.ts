import type { Step } from "@symplectic-adjoint/core";
import { StepRecords } from "./step-records.js";

/** Longer lists are kept as records, which take less memory and a little more time. */
const MOST_OBJECTS = 1 << 14;

/** The accepted steps of an integration. */
export interface StepList {
  readonly length: number;
  push(step: Step): void;
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
    list: () => (records === undefined ? steps : arrayOf(records)),
  };
}

/** An array whose items are read from records when they are asked for. */
function arrayOf(records: StepRecords): ReadonlyArray<Step> {
  return new Proxy<Array<Step>>([], {
    get(target, name) {
      if (name === "length") return records.length;
      const index = indexOf(name);
      return index === undefined ? Reflect.get(target, name) : records.at(index);
    },
    has(target, name) {
      const index = indexOf(name);
      return index === undefined ? Reflect.has(target, name) : index < records.length;
    },
    set: () => false,
  });
}

function indexOf(name: string | symbol): number | undefined {
  if (typeof name === "symbol") return undefined;
  const index = Number(name);
  return Number.isInteger(index) && index >= 0 ? index : undefined;
}
