import { checkValue, InvalidArgumentError, must, required } from "@symplectic-adjoint/core";
import { checkRows } from "./check-rows.js";
import type { FractionCoefficients } from "./elementary-weights.js";
import { storedExact } from "./exact-coefficients.js";
import { readRow } from "./read-row.js";
import type { MethodCoefficients } from "./tableau-source.js";

const METHOD = required(
  must(
    (method) => typeof method === "object" && method !== null && "a" in method && "b" in method,
    "must be a tableau, or an object with the rows a and the weights b",
    'Write { a: ["", "1/2"], b: "0 1" }, or pass a tableau such as dopri5.',
  ),
);

/** The coefficients of a method, explicit or not, as fractions: those of the paper if known. */
export function readMethod(method: MethodCoefficients): FractionCoefficients {
  checkValue("method", method, METHOD);
  const known = storedExact(method);
  if (known) return known;
  const b = readRow("b", method.b);
  checkRows(method.a, b.length);
  const a = Array.from(method.a, (row, i) => readRow(`a[${i}]`, row));
  const tooLong = a.findIndex((row) => row.length > b.length);
  if (tooLong >= 0) {
    throw new InvalidArgumentError({
      argument: `a[${tooLong}]`,
      value: method.a[tooLong],
      problem: `contains more coefficients than b, which has ${b.length}`,
      remedy: "Write one coefficient for each stage at most.",
    });
  }
  return { a, b };
}
