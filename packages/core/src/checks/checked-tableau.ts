import type { ButcherTableau, Interpolant } from "../tableau/butcher-tableau.js";
import { checkValue } from "./check-value.js";
import { completeTableau, isComplete, type TableauCoefficients } from "./complete-tableau.js";
import { problemOfInterpolant } from "./problem-of-interpolant.js";
import { isRow, problemOfSum } from "./problem-of-sum.js";
import { type Requirement, required } from "./requirement.js";

const FIELDS = [
  "name",
  "order",
  "a",
  "b",
  "c",
  "error",
  "stages",
  "fsal",
  "activeStages",
  "interpolant",
];
/** Caches the completed tableau for tableaux not created by `butcherTableau`. */
const completed = new WeakMap<object, ButcherTableau>();

/** Requirement for a tableau of an explicit method, created by `butcherTableau` or manually. */
export const tableauRequirement: Requirement = {
  problemOf: (value) =>
    typeof value === "object" && value !== null && isComplete(value) ? undefined : problemOf(value),
  remedy:
    "Create it with butcherTableau({ name, order, a, b, c, bHat }), which accepts fractions and computes the other fields.",
};

/**
 * Returns the tableau itself if `butcherTableau` created it. Otherwise returns a frozen copy whose derived fields are
 * recomputed from the coefficients.
 *
 * The copy is cached per object, and recreated if the coefficients have changed.
 *
 * @throws InvalidArgumentError if it is not a tableau, not explicit, or not consistent: the conditions of
 * `butcherTableau`.
 */
export function checkedTableau(value: unknown, argument = "tableau"): ButcherTableau {
  if (typeof value === "object" && value !== null) {
    if (isComplete(value)) return value;
    const known = completed.get(value);
    if (known !== undefined && isSame(known, value as ButcherTableau)) return known;
  }
  checkValue(argument, value, required(tableauRequirement));
  const made = completeTableau(value as TableauCoefficients);
  completed.set(value as object, made);
  return made;
}

function isSame(known: ButcherTableau, other: ButcherTableau): boolean {
  const { name, order, a, b, c, error, interpolant } = known;
  const rows = (x: ButcherTableau["a"] | undefined, own: ButcherTableau["a"]): boolean =>
    Array.isArray(x) && x.length === own.length && own.every((row, i) => startsWith(x[i], row));
  return (
    name === other.name &&
    order === other.order &&
    rows(other.a, a) &&
    [b, c].every((row, i) => startsWith([other.b, other.c][i], row)) &&
    (error === undefined ? other.error === undefined : startsWith(other.error, error)) &&
    (interpolant === undefined
      ? other.interpolant === undefined
      : isSameInterpolant(other.interpolant, interpolant, rows))
  );
}

function isSameInterpolant(
  other: Interpolant | undefined,
  known: Interpolant,
  isSameRows: (rows: ButcherTableau["a"] | undefined, known: ButcherTableau["a"]) => boolean,
): boolean {
  return (
    other?.order === known.order &&
    isSameRows(other.weights, known.weights) &&
    isSameRows(other.a, known.a) &&
    startsWith(other.c, known.c)
  );
}

function startsWith(row: unknown, known: ReadonlyArray<number>): boolean {
  return Array.isArray(row) && known.every((x, i) => x === row[i]);
}

function problemOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return "must be a Butcher tableau";
  const wrong = problemOfFields(value as Readonly<Record<string, unknown>>);
  return wrong && `must be a Butcher tableau, but its ${wrong}`;
}

function problemOfFields(tableau: Readonly<Record<string, unknown>>): string | undefined {
  const unknown = Object.keys(tableau).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return `field ${unknown} is not a field of a tableau`;
  const { name, order, a, b, c, error, interpolant } = tableau;
  if (typeof name !== "string" || name === "") return "name must be a string that is not empty";
  if (!isRow(b) || b.length === 0) return "b must be a list of finite numbers, one for each stage";
  const s = b.length;
  if (!Number.isInteger(order) || Number(order) < 1 || Number(order) > s)
    return `order must be an integer from 1 to the number of stages, ${s}`;
  for (const [field, row] of Object.entries({ c, ...(error !== undefined && { error }) })) {
    if (!isRow(row) || row.length !== s)
      return `${field} must be a list of ${s} finite numbers, one per weight in b`;
  }
  return (
    problemOfRows(a, c as ReadonlyArray<number>, s) ??
    problemOfSum("b", b, 1) ??
    (error === undefined ? undefined : problemOfSum("error", error as ReadonlyArray<number>, 0)) ??
    (interpolant === undefined ? undefined : problemOfInterpolant(interpolant, b, Number(order)))
  );
}

function problemOfRows(a: unknown, c: ReadonlyArray<number>, s: number): string | undefined {
  if (!Array.isArray(a) || a.length !== s)
    return `a must be a list of ${s} rows, one for each stage`;
  for (let i = 0; i < s; i++) {
    const row: unknown = a[i];
    if (!isRow(row)) return `a[${i}] must be a list of finite numbers`;
    if (row.length !== i && row.length !== s)
      return `a[${i}] must contain the ${i} coefficients left of the diagonal, but contains ${row.length}`;
    if (row.slice(i).some((x) => x !== 0))
      return `a[${i}] has a coefficient on or above the diagonal, so the method is implicit`;
    const wrong = problemOfSum(`a[${i}]`, row, c[i] as number);
    if (wrong !== undefined) return `${wrong}, which is c[${i}]`;
  }
  return undefined;
}
