import type { Value, ValueId, Values } from "./values.js";

/** Values that one instruction computes. */
export interface Unit {
  /** Ascending: operands come before results. */
  readonly values: ReadonlyArray<ValueId>;
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

/** No units. */
export function newUnits(list: Values["list"]): Units {
  const units = new Map<ValueId, Unit>();
  const readBy = (unit: Unit): ReadonlyArray<Unit> => {
    const others = new Set<Unit>();
    for (const id of unit.values)
      for (const { value } of (list[id] as Value).operands) {
        const other = units.get(value);
        if (other !== undefined && other !== unit) others.add(other);
      }
    return [...others];
  };
  return {
    of: (value) => units.get(value),
    put(unit) {
      for (const value of unit.values) units.set(value, unit);
    },
    readsIndirectly(reader, read) {
      const open = readBy(reader).filter((unit) => unit !== read);
      const seen = new Set(open);
      for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
        for (const next of readBy(unit)) {
          if (next === read) return true;
          if (seen.has(next)) continue;
          seen.add(next);
          open.push(next);
        }
      }
      return false;
    },
    inOrder: () => sortUnits(new Set(units.values()), readBy),
  };
}

/** The last value of a unit. */
export function lastOf({ values }: Unit): ValueId {
  return values[values.length - 1] as ValueId;
}

function sortUnits(
  units: ReadonlySet<Unit>,
  readBy: (unit: Unit) => ReadonlyArray<Unit>,
): ReadonlyArray<Unit> {
  const sorted: Array<Unit> = [];
  const done = new Set<Unit>();
  // Depth first, on a stack of its own: graphs can be deeper than calls.
  const open = [...units].sort((a, b) => lastOf(b) - lastOf(a));
  for (let unit = open.at(-1); unit !== undefined; unit = open.at(-1)) {
    const before = done.has(unit) ? [] : readBy(unit).filter((other) => !done.has(other));
    if (before.length > 0) {
      open.push(...before);
      continue;
    }
    open.pop();
    if (done.has(unit)) continue;
    done.add(unit);
    sorted.push(unit);
  }
  return sorted;
}
