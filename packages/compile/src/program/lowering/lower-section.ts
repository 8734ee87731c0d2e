import { type Storage, temporary } from "../arena/storage.js";
import { countUses, type Exit, type Section } from "../sections/sections.js";
import { findEpilogues } from "../units/epilogues.js";
import { formUnits } from "../units/form-units.js";
import { lastOf, type Unit } from "../units/units.js";
import type { Operand, Value, ValueId, Values } from "../values/values.js";
import { copyOperation, lowerMap } from "./lower-map.js";
import { lowerProduct } from "./lower-product.js";
import { lowerSingle, type TableOffset } from "./lower-single.js";
import type { Operation } from "./operation.js";
import type { Destination, Places } from "./places.js";

/** What a section finds outside: the places of the values that it does not compute. */
export interface Surroundings {
  readonly list: Values["list"];
  readonly tableOffset: TableOffset;
  place(operand: Operand): Storage;
}

/** The operations of a section, in order. */
export function lowerSection(around: Surroundings, section: Section): ReadonlyArray<Operation> {
  const { list } = around;
  const uses = countUses(list, section);
  const exits = groupExits(section.exits);
  const sums = batchSums(list, section, uses);
  const epilogues = findEpilogues(list, section, uses, sums);
  const units = formUnits(list, section, epilogues);
  const places = placesOf(around, units, exits);
  const operations: Array<Operation> = [];
  for (const unit of units) {
    const id = lastOf(unit);
    if (unit.values.every((value) => list[value]?.node.kind === "map"))
      operations.push(lowerMap(list, unit, places));
    else operations.push(...lowerOne(around, unit, places, accumulatesAtOnce(list, id, uses)));
  }
  const computed = new Set(section.values);
  for (const { value, to, accumulates } of section.exits) {
    if (computed.has(value)) continue;
    const shape = to.length === list[value]?.size ? [to.length] : [];
    operations.push(copyOperation(around.place({ value, shape }), to, accumulates));
  }
  return operations.filter(({ writes }) => writes.some(({ length }) => length > 0));
}

function groupExits(exits: ReadonlyArray<Exit>): Map<ValueId, Array<Destination>> {
  const groups = new Map<ValueId, Array<Destination>>();
  for (const { value, to, accumulates } of exits) {
    const group = groups.get(value) ?? [];
    group.push({ storage: to, accumulates });
    // Overwritten places first: the value can be read there.
    groups.set(
      value,
      group.sort((a, b) => Number(a.accumulates) - Number(b.accumulates)),
    );
  }
  return groups;
}

/** Whether a value is only added to one place, which its instruction can do itself. */
function accumulatesAtOnce(
  list: Values["list"],
  id: ValueId,
  uses: ReadonlyMap<ValueId, number>,
): boolean {
  if (uses.get(id) !== 1) return false;
  const { node } = list[id] as Value;
  return (
    node.kind === "matMul" ||
    node.kind === "scatter" ||
    (node.kind === "reduce" && node.fn === "sum")
  );
}

/** The sums over the matrices of a product that are added to something. */
function batchSums(
  list: Values["list"],
  { exits }: Section,
  uses: ReadonlyMap<ValueId, number>,
): Set<ValueId> {
  const sums = new Set<ValueId>();
  for (const { value: id, accumulates } of exits) {
    if (!accumulates || !accumulatesAtOnce(list, id, uses)) continue;
    const { node, operands } = list[id] as Value;
    if (node.kind !== "reduce") continue;
    const [operand] = operands as [Operand];
    const product = (list[operand.value] as Value).node;
    const [outer, n] = operand.shape;
    if (product.kind === "matMul" && outer === 1 && n === product.shape[0]) sums.add(id);
  }
  return sums;
}

function placesOf(
  around: Surroundings,
  units: ReadonlyArray<Unit>,
  exits: ReadonlyMap<ValueId, ReadonlyArray<Destination>>,
): Places {
  const { list } = around;
  const unitOf = new Map<ValueId, Unit>();
  for (const unit of units) for (const id of unit.values) unitOf.set(id, unit);
  const readOutside = new Set<ValueId>();
  for (const [id, unit] of unitOf)
    for (const { value } of (list[id] as Value).operands)
      if (unitOf.get(value) !== unit) readOutside.add(value);
  const stores = new Map<ValueId, ReadonlyArray<Destination>>();
  for (const id of unitOf.keys()) {
    const there = exits.get(id) ?? [];
    const needsPlace = readOutside.has(id) && (there[0]?.accumulates ?? true);
    const place = { storage: temporary((list[id] as Value).size), accumulates: false };
    stores.set(id, needsPlace ? [place, ...there] : there);
  }
  return {
    stores: (id) => stores.get(id) ?? [],
    read: (operand) => stores.get(operand.value)?.[0]?.storage ?? around.place(operand),
  };
}

/** A product or a single operation, and copies of its result. */
function lowerOne(
  { list, tableOffset }: Surroundings,
  unit: Unit,
  places: Places,
  addsItself: boolean,
): ReadonlyArray<Operation> {
  const id = lastOf(unit);
  const value = list[id] as Value;
  const [first, ...others] = places.stores(id);
  const direct = first !== undefined && (!first.accumulates || addsItself);
  const destination = direct ? first : { storage: temporary(value.size), accumulates: false };
  const copies = direct ? others : places.stores(id);
  const operation =
    list[unit.values[0] as ValueId]?.node.kind === "matMul"
      ? lowerProduct(list, unit.values, places, destination)
      : lowerSingle(value, value.operands.map(places.read), destination, tableOffset);
  return [
    operation,
    ...copies.map(({ storage, accumulates }) =>
      copyOperation(destination.storage, storage, accumulates),
    ),
  ];
}
