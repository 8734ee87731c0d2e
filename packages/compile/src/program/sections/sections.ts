import type { Storage } from "../arena/storage.js";
import type { Value, ValueId, Values } from "../values/values.js";

/** Where a value must be at the end of a section. */
export interface Exit {
  readonly value: ValueId;
  readonly to: Storage;
  /** Whether it is added to what is there. */
  readonly accumulates: boolean;
}

/** Values that are computed together, in an order in which operands come before results. */
export interface Section {
  readonly values: ReadonlyArray<ValueId>;
  readonly exits: ReadonlyArray<Exit>;
}

/** Whether each value is known before the first evaluation: it depends on parameters, captured values and constants only. */
export function findSettled(list: Values["list"]): ReadonlyArray<boolean> {
  const settled: Array<boolean> = [];
  for (const { node, operands } of list)
    settled.push(
      node.kind === "input"
        ? node.role === "parameter" || node.role === "captured"
        : operands.every(({ value }) => settled[value]),
    );
  return settled;
}

/** Whether a value is given and not computed. */
export function isGiven({ node }: Value): boolean {
  return node.kind === "input" || node.kind === "constant";
}

/** What must be computed for `results`, given the values for which `known` is true; ascending. */
export function neededFor(
  list: Values["list"],
  results: Iterable<ValueId>,
  known: (value: ValueId) => boolean,
): ReadonlyArray<ValueId> {
  const needed = new Set<ValueId>();
  const open = [...results];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (needed.has(id) || known(id)) continue;
    needed.add(id);
    for (const { value } of (list[id] as Value).operands) open.push(value);
  }
  return [...needed].sort((a, b) => a - b);
}

/** How often each value of a section is read: by others, and as an exit. */
export function countUses(list: Values["list"], { values, exits }: Section): Map<ValueId, number> {
  const uses = new Map<ValueId, number>();
  const count = (id: ValueId) => uses.set(id, (uses.get(id) ?? 0) + 1);
  for (const id of values) for (const { value } of (list[id] as Value).operands) count(value);
  for (const { value } of exits) count(value);
  return uses;
}
