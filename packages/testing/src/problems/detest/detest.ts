import type { TestProblem } from "../test-problem.js";
import { classA } from "./class-a.js";
import { classB } from "./class-b.js";
import { classC, heatVariants } from "./class-c.js";
import { classD } from "./class-d.js";
import { classE } from "./class-e.js";

/**
 * The 25 problems of DETEST, A1 … E5, each on [0, 20] with its end value, after Hull, Enright, Fellen & Sedgwick, "Comparing
 * numerical methods for ordinary differential equations", SIAM J. Numer. Anal. 9 (1972), doi:10.1137/0709052.
 *
 * Where this package's copies of the data were ambiguous: E4 has the constant 0.032, C3 and C4 have −2 everywhere on the
 * diagonal; see `detestVariants` for what diffrax tests.
 *
 * @example
 * const [a1] = detest();
 * a1?.endValue; // [2.061153622438558e-9]
 */
export function detest(): ReadonlyArray<TestProblem> {
  return [classA, classB, classC, classD, classE].flat().map((make) => make());
}

/** C3 and C4 with another corner of the matrix, "C3_diffrax" and "C4_diffrax", as diffrax's tests have them. */
export function detestVariants(): ReadonlyArray<TestProblem> {
  return heatVariants.map((make) => make());
}
