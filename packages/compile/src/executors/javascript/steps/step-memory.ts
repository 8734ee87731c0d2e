import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { FloatArray, Program } from "../../../program/program.js";
import type { Leaves } from "../../executor.js";
import { copyIn, copyOut, newArray, totalOf } from "../memory.js";

/** Arrays for whole steps, each as long as a state: made when they are reserved or first needed, then kept. */
export interface StepMemory {
  readonly bytes: number;
  /** Makes all arrays that steps of a method need. */
  reserve(tableau: ButcherTableau): void;
  /** `count` arrays under a name. */
  arrays(name: "slopes" | "states" | "cotangents", count: number): ReadonlyArray<FloatArray>;
  /** The state at the start of a step. */
  readonly start: FloatArray;
  /** The error of a step, and its leaves. */
  readonly error: FloatArray;
  readonly errorLeaves: Leaves;
  /** Writes leaves one after another. */
  gather(leaves: Leaves, to: FloatArray): void;
  /** Reads leaves that lie one after another. */
  spread(from: FloatArray, leaves: Leaves): void;
}

/** Arrays for the states of a program. */
export function newStepMemory({ precision, inputs, bars }: Program): StepMemory {
  const length = totalOf(inputs.states);
  const first = inputs.states[0]?.offset ?? 0;
  const slots = inputs.states.map((slot) => ({ ...slot, offset: slot.offset - first }));
  const lists = new Map<string, Array<FloatArray>>();
  let bytes = 0;
  const arrays = (name: string, count: number): ReadonlyArray<FloatArray> => {
    let list = lists.get(name);
    if (list === undefined) {
      list = [];
      lists.set(name, list);
    }
    while (list.length < count) {
      const array = newArray(precision, length);
      list.push(array);
      bytes += array.byteLength;
    }
    return list;
  };
  const [start, error] = arrays("own", 2) as [FloatArray, FloatArray];
  return {
    get bytes() {
      return bytes;
    },
    reserve({ stages }) {
      arrays("slopes", stages);
      const isReversed = bars.states.length > 0;
      arrays("states", isReversed ? stages : 1);
      if (isReversed) arrays("cotangents", stages + 1);
    },
    arrays,
    start,
    error,
    errorLeaves: slots.map(({ offset, length: size }) => error.subarray(offset, offset + size)),
    gather: (leaves, to) => copyIn(to, slots, leaves),
    spread: (from, leaves) => copyOut(from, slots, leaves),
  };
}
