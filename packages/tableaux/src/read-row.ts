import {
  checkValue,
  InvalidArgumentError,
  must,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import { type Fraction, fraction, fractionFromNumber } from "./fraction.js";
import { fractionToNumber } from "./fraction-to-number.js";
import { parseFraction } from "./parse-fraction.js";
import type { CoefficientRow } from "./tableau-source.js";

/** A row is a string or a list; its items are checked when read. */
export const rowRequirement: Requirement = must(
  (row) => typeof row === "string" || Array.isArray(row),
  "is not a row of coefficients",
  'Write fractions in a string, "3/40 9/40", or a list of numbers, [0.075, 0.225].',
);

/** The fractions of a row. @param argument Name of the row in error messages. */
export function readRow(argument: string, row: CoefficientRow): ReadonlyArray<Fraction> {
  checkValue(argument, row, required(rowRequirement));
  const entries: ReadonlyArray<Entry> =
    typeof row === "string" ? row.split(/\s+/).filter((text) => text !== "") : Array.from(row);
  return Object.freeze(entries.map((entry, i) => readEntry(`${argument}[${i}]`, entry)));
}

type Entry = number | string | Fraction;

function readEntry(argument: string, entry: Entry): Fraction {
  const value = toFraction(entry);
  // A fraction may be too large for a double.
  if (value && Number.isFinite(fractionToNumber(value))) return value;
  throw new InvalidArgumentError({
    argument,
    value: entry,
    problem: "is not a finite coefficient",
    remedy: 'Write it as "9/40", "0.225" or 0.225.',
  });
}

function toFraction(entry: Entry): Fraction | undefined {
  if (typeof entry === "number") {
    return Number.isFinite(entry) ? fractionFromNumber(entry) : undefined;
  }
  if (typeof entry === "string") return parseFraction(entry.trim());
  const { numerator, denominator } = entry ?? {};
  const isFraction = typeof numerator === "bigint" && typeof denominator === "bigint";
  return isFraction && denominator !== 0n ? fraction(numerator, denominator) : undefined;
}
