import type { UnaryName } from "../../graph/graph.js";
import type { Section } from "../sections/sections.js";
import { broadcastingOf } from "../values/broadcasting.js";
import type { Operand, Value, ValueId, Values } from "../values/values.js";

/** For each product, the values that its instruction computes: itself, then those computed along with it. */
export type Epilogues = ReadonlyMap<ValueId, ReadonlyArray<ValueId>>;

/**
 * Finds the values that the instruction of a product can compute along with it: whatever is the only reader of the value
 * before. That is the sum with a bias and an activation, or one of `sums`, which add up products of several matrices.
 */
export function findEpilogues(
  list: Values["list"],
  section: Section,
  uses: ReadonlyMap<ValueId, number>,
  sums: ReadonlySet<ValueId>,
): Epilogues {
  const readers = onlyReaders(list, section, uses);
  const taken = new Set<ValueId>();
  const epilogues = new Map<ValueId, ReadonlyArray<ValueId>>();
  for (const id of section.values) {
    if ((list[id] as Value).node.kind !== "matMul") continue;
    const values = [id];
    const take = (accepts: (reader: ValueId) => boolean): void => {
      const reader = readers.get(values[values.length - 1] as ValueId);
      if (reader === undefined || taken.has(reader) || !accepts(reader)) return;
      taken.add(reader);
      values.push(reader);
    };
    take((reader) => sums.has(reader));
    take((reader) => biasOf(list, id, reader) !== undefined);
    take((reader) => activationOf(list, reader) !== undefined);
    epilogues.set(id, values);
  }
  return epilogues;
}

/** For each value that is read once, who reads it. */
function onlyReaders(
  list: Values["list"],
  section: Section,
  uses: ReadonlyMap<ValueId, number>,
): Map<ValueId, ValueId> {
  const readers = new Map<ValueId, ValueId>();
  for (const id of section.values)
    for (const { value } of (list[id] as Value).operands)
      if (uses.get(value) === 1) readers.set(value, id);
  return readers;
}

/** The numbers that `reader` adds to each row of a product; undefined if it does something else. */
export function biasOf(
  list: Values["list"],
  product: ValueId,
  reader: ValueId,
): Operand | undefined {
  const { node, operands, size } = list[reader] as Value;
  const matrix = list[product] as Value;
  if (node.kind !== "map" || node.fn !== "add" || size !== matrix.size) return undefined;
  const bias = operands.find((operand) => operand.value !== product) as Operand;
  const n = matrix.node.shape[matrix.node.shape.length - 1] as number;
  const broadcasting = broadcastingOf(bias.shape, node.shape);
  const isRow = broadcasting.kind === "row" ? broadcasting.inner === n : size === n;
  return isRow && broadcasting.kind !== "scalar" ? bias : undefined;
}

/** The function of one number that a value is of another; undefined if it is something else. */
export function activationOf(list: Values["list"], id: ValueId): UnaryName | undefined {
  const { node, operands } = list[id] as Value;
  return node.kind === "map" && operands.length === 1 ? (node.fn as UnaryName) : undefined;
}
