import { checkValue, type Requirement, required } from "@symplectic-adjoint/core";

/** A memory budget: a number of bytes, or a text such as "64 MiB" or "24MB". */
export type MemoryBudget = number | string;

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  byte: 1,
  bytes: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};
const TEXT = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)\s*$/i;

/** Requirement on the option `memoryBudget`. */
export const memoryBudgetRequirement: Requirement = {
  problemOf: (value) =>
    bytesIn(value) === undefined
      ? 'must be a positive number of bytes, or a text such as "64 MiB"'
      : undefined,
  remedy:
    'Write memoryBudget: "64 MiB"; the units are B, KiB, MiB, GiB, TiB and kB, MB, GB, TB. Leave it out for no limit.',
};

const BUDGET = required(memoryBudgetRequirement);

/**
 * The number of bytes of a memory budget, rounded down. Units with an i are powers of 1024, the others powers of 1000;
 * capitals make no difference.
 *
 * @throws InvalidArgumentError if it is neither a positive number of bytes nor a number with a unit.
 * @example
 * parseMemoryBudget("64 MiB"); // 67108864
 */
export function parseMemoryBudget(budget: MemoryBudget): number {
  checkValue("memoryBudget", budget, BUDGET);
  return bytesIn(budget) as number;
}

function bytesIn(value: unknown): number | undefined {
  const bytes = typeof value === "string" ? bytesOfText(value) : value;
  if (typeof bytes !== "number" || !(bytes >= 1 && bytes <= Number.MAX_SAFE_INTEGER))
    return undefined;
  return Math.floor(bytes);
}

function bytesOfText(text: string): number {
  const [, digits, unit] = TEXT.exec(text) ?? [];
  const factor = unit === undefined ? undefined : ownUnit(unit.toLowerCase());
  return factor === undefined ? Number.NaN : Number(digits) * factor;
}

/** Not a member that every object has. */
function ownUnit(unit: string): number | undefined {
  return Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
}
