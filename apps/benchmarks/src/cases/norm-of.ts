import type { Outcome } from "./case.js";

/** The Euclidean norm of all results of a call. */
export async function normOf(outcome: Outcome): Promise<number> {
  let squares = 0;
  for (const value of outcome) {
    const numbers = typeof value === "number" ? [value] : await value.data();
    for (const number of numbers) squares += number * number;
  }
  return Math.sqrt(squares);
}
