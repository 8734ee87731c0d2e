import type { Program } from "../../../program/program.js";
import type { MemoryPlan } from "./memory-plan.js";

/** Bytes of a register of fused maps: the registers of a map stay in the L1 cache. */
export const REGISTER_BYTES = 1024;

/** Where the parts of a program lie that its instructions refer to. */
export interface Addresses {
  /** Bytes of a number. */
  readonly size: number;
  /** Of a number of the arena. */
  at(offset: number): number;
  /** Of register i of maps. */
  register(i: number): number;
  /** Of one number with this value. */
  number(value: number): number;
  /** Of a table of addresses. Tables that are the same share their place. */
  table(key: string, addresses: () => Int32Array): number;
}

export function layOut(program: Program, plan: MemoryPlan): Addresses {
  const size = program.precision === "float32" ? 4 : 8;
  const arena = plan.take(program.arenaLength * size);
  const registers: Array<number> = [];
  const numbers = new Map<number, number>();
  const tables = new Map<string, number>();
  return {
    size,
    at: (offset) => arena + offset * size,
    register(i) {
      while (registers.length <= i) registers.push(plan.take(REGISTER_BYTES));
      return registers[i] as number;
    },
    number: (value) =>
      cached(numbers, value, () =>
        plan.place(size === 4 ? Float32Array.of(value) : Float64Array.of(value)),
      ),
    table: (key, addresses) => cached(tables, key, () => plan.place(addresses())),
  };
}

function cached<K>(places: Map<K, number>, key: K, place: () => number): number {
  let address = places.get(key);
  if (address === undefined) {
    address = place();
    places.set(key, address);
  }
  return address;
}
