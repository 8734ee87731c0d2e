import type { Section } from "../sections/sections.js";
import { innerOf } from "../values/repeat-operands.js";
import type { Value, ValueId, Values } from "../values/values.js";
import type { Epilogues } from "./epilogues.js";
import { newUnits, type Unit, type Units, unitOf } from "./units.js";

/**
 * Most operands and functions of one map. More would gain nothing, and executors hold a block of numbers for each register.
 */
const MOST_REGISTERS = 48;

/** Divides a section into units: products with their epilogues, chains and meshes of maps, and single operations. */
export function formUnits(
  list: Values["list"],
  section: Section,
  epilogues: Epilogues,
): ReadonlyArray<Unit> {
  const units = newUnits();
  // The last map that reads each value, to be joined with the next one.
  const readers = new Map<ValueId, ValueId>();
  for (const id of section.values) {
    if (units.of(id) !== undefined) continue;
    const { node, operands } = list[id] as Value;
    if (node.kind !== "map") {
      units.put(unitOf(list, epilogues.get(id) ?? [id], undefined));
      continue;
    }
    units.put(unitOf(list, [id], innerOf(node, operands)));
    for (const { value } of operands) joinUnits(list, units, value, id);
    for (const { value } of operands) {
      const sibling = readers.get(value);
      if (sibling !== undefined && isFull(list, value, id)) joinUnits(list, units, sibling, id);
      readers.set(value, id);
    }
  }
  return units.inOrder();
}

/** Whether a value has as many numbers as a map that reads it: two such maps read it once if they are joined. */
function isFull(list: Values["list"], value: ValueId, reader: ValueId): boolean {
  return (list[value] as Value).size === (list[reader] as Value).size;
}

/** Joins the units of two maps of equal size, if neither needs the other by way of a third. */
function joinUnits(list: Values["list"], units: Units, first: ValueId, second: ValueId): void {
  const a = units.of(first);
  const b = units.of(second) as Unit;
  if (a === undefined || a === b || !haveSize(list, a, (list[second] as Value).size)) return;
  if (a.inner !== undefined && b.inner !== undefined && a.inner !== b.inner) return;
  const values = [...a.values, ...b.values].sort((x, y) => x - y);
  const joined = unitOf(list, values, a.inner ?? b.inner);
  if (joined.values.length + joined.reads.length > MOST_REGISTERS) return;
  if (units.readsIndirectly(a, b) || units.readsIndirectly(b, a)) return;
  units.put(joined);
}

/** Whether a unit consists of maps of this size. */
function haveSize(list: Values["list"], { values }: Unit, size: number): boolean {
  const value = list[values[0] as ValueId] as Value;
  return value.node.kind === "map" && value.size === size;
}
