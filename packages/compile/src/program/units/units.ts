import type { Value, ValueId, Values } from "../values/values.js";

/** Values that one instruction computes. */
export interface Unit {
  /** Ascending: operands come before results. */
  readonly values: ReadonlyArray<ValueId>;
  /** What it reads of others. */
  readonly reads: ReadonlyArray<ValueId>;
  /** Length of the rows in which a map reads its operands; undefined if any will do. */
  readonly inner: number | undefined;
}

/** The values of a section, divided among units. */
export interface Units {
  of(value: ValueId): Unit | undefined;
  /** Puts a unit in the place of those that had its values. */
  put(unit: Unit): void;
  /** Units that read others after them: operands before results, otherwise in the order of their last values. */
  inOrder(): ReadonlyArray<Unit>;
  /** Whether a unit reads another by way of a third. */
  readsIndirectly(reader: Unit, read: Unit): boolean;
}

/** A unit of these values, ascending. */
export function unitOf(
  list: Values["list"],
  values: ReadonlyArray<ValueId>,
  inner: number | undefined,
): Unit {
  const own = new Set(values);
  const reads = new Set<ValueId>();
  for (const id of values)
    for (const { value } of (list[id] as Value).operands) if (!own.has(value)) reads.add(value);
  return { values, reads: [...reads], inner };
}

/** No units. */
export function newUnits(): Units {
  const units = new Map<ValueId, Unit>();
  return {
    of: (value) => units.get(value),
    put(unit) {
      for (const value of unit.values) units.set(value, unit);
    },
    readsIndirectly(reader, read) {
      const seen = new Set<Unit>([reader]);
      const open: Array<Unit> = [];
      const visit = (id: ValueId): void => {
        const unit = units.get(id);
        if (unit === undefined || seen.has(unit)) return;
        seen.add(unit);
        open.push(unit);
      };
      for (const id of reader.reads) if (units.get(id) !== read) visit(id);
      for (let unit = open.pop(); unit !== undefined && unit !== read; unit = open.pop())
        for (const id of unit.reads) visit(id);
      return seen.has(read);
    },
    inOrder: () => sortUnits(units),
  };
}

/** The last value of a unit. */
export function lastOf({ values }: Unit): ValueId {
  return values[values.length - 1] as ValueId;
}

function sortUnits(units: ReadonlyMap<ValueId, Unit>): ReadonlyArray<Unit> {
  const sorted: Array<Unit> = [];
  const done = new Set<Unit>();
  // Depth first, on a stack of its own: graphs can be deeper than calls.
  const open = [...new Set(units.values())].sort((a, b) => lastOf(b) - lastOf(a));
  for (let unit = open.at(-1); unit !== undefined; unit = open.at(-1)) {
    const height = open.length;
    if (!done.has(unit))
      for (const id of unit.reads) {
        const other = units.get(id);
        if (other !== undefined && !done.has(other)) open.push(other);
      }
    if (open.length > height) continue;
    open.pop();
    if (done.has(unit)) continue;
    done.add(unit);
    sorted.push(unit);
  }
  return sorted;
}
