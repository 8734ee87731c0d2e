import type { State } from "@symplectic-adjoint/core";

/** A list of numbers that can be freed. */
export class NumberArray {
  readonly values: ReadonlyArray<number>;
  freed = false;

  constructor(values: ReadonlyArray<number>) {
    this.values = values;
  }
}

/** Allocation record of an accounting backend: created arrays, their scopes, and freed arrays. */
export interface Ledger {
  make(values: ReadonlyArray<number>): NumberArray;
  /** Arrays outside any scope. */
  makeRetained(values: ReadonlyArray<number>): NumberArray;
  /** @throws Error if the array is missing or was freed. */
  read(array: NumberArray | undefined): ReadonlyArray<number>;
  isArray(value: unknown): value is NumberArray;
  release(state: State<NumberArray>): void;
  openScope(): void;
  closeScope(survivors: ReadonlyArray<State<NumberArray>>): void;
  live(): number;
  hold(): () => void;
}

export function ledger(): Ledger {
  const scopes: Array<Array<NumberArray>> = [];
  let live = 0;
  const free = (array: NumberArray) => {
    if (array.freed) return;
    array.freed = true;
    live--;
  };
  const makeRetained = (values: ReadonlyArray<number>) => {
    live++;
    return new NumberArray(values);
  };
  return {
    makeRetained,
    make(values) {
      const array = makeRetained(values);
      scopes.at(-1)?.push(array);
      return array;
    },
    read(array) {
      if (array === undefined) throw new Error("There is no such array.");
      if (array.freed) throw new Error("This array was freed.");
      return array.values;
    },
    isArray: (value): value is NumberArray => value instanceof NumberArray,
    release: (state) => state.forEach(free),
    openScope: () => void scopes.push([]),
    closeScope(survivors) {
      const scope = scopes.pop();
      if (scope === undefined) throw new Error("No scope is open.");
      const kept = new Set(survivors.flat());
      for (const array of scope) {
        if (kept.has(array)) scopes.at(-1)?.push(array);
        else free(array);
      }
    },
    live: () => live,
    hold() {
      live++;
      let held = true;
      return () => {
        if (held) live--;
        held = false;
      };
    },
  };
}
