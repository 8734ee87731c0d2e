import { checkValue, must, required } from "@symplectic-adjoint/core";

/** Throws unless the matrix of a method is a list with one row for each of its stages. */
export function checkRows(rows: unknown, stages: number): void {
  const oneForEach = must(
    (value) => Array.isArray(value) && value.length === stages,
    `must be a list of ${stages} rows, one for each weight in b`,
    'The first row of an explicit method is empty, as in a: ["", "1/2"].',
  );
  checkValue("a", rows, required(oneForEach));
}
