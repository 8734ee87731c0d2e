import type { MapNode } from "../../graph/graph.js";
import type { Epilogues } from "./epilogues.js";
import { innerOf } from "./repeat-operands.js";
import type { Section } from "./sections.js";
import { newUnits, type Unit, type Units } from "./units.js";
import type { Value, ValueId, Values } from "./values.js";

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
  const units = newUnits(list);
  for (const id of section.values) {
    if (units.of(id) !== undefined) continue;
    const { node, operands } = list[id] as Value;
    if (node.kind === "map") {
      units.put({ values: [id], inner: innerOf(node, operands) });
      joinOperands(list, units, id);
    } else units.put({ values: epilogues.get(id) ?? [id], inner: undefined });
  }
  return units.inOrder();
}

/** Joins the unit of a map with those of the maps that it reads element by element. */
function joinOperands(list: Values["list"], units: Units, id: ValueId): void {
  const { operands, size } = list[id] as Value;
  for (const { value } of operands) {
    const read = units.of(value);
    const reader = units.of(id) as Unit;
    if (read === undefined || read === reader) continue;
    const joined = join(list, read, reader, size);
    if (joined !== undefined && !units.readsIndirectly(reader, read)) units.put(joined);
  }
}

function join(list: Values["list"], read: Unit, reader: Unit, size: number): Unit | undefined {
  for (const id of read.values) {
    const value = list[id] as Value;
    if (value.node.kind !== "map" || value.size !== size) return undefined;
  }
  const { inner } = read.inner === undefined ? reader : read;
  if (reader.inner !== undefined && reader.inner !== inner) return undefined;
  const values = [...read.values, ...reader.values].sort((a, b) => a - b);
  const outside = new Set<string>();
  for (const id of values)
    for (const operand of (list[id] as Value & { node: MapNode }).operands)
      if (!values.includes(operand.value)) outside.add(`${operand.value}[${operand.shape}]`);
  return values.length + outside.size <= MOST_REGISTERS ? { values, inner } : undefined;
}
