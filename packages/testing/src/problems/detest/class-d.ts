import { referenceValues } from "../../data/reference-values.js";
import { kepler } from "../kepler.js";
import type { TestProblem } from "../test-problem.js";
import { keplerOrbit } from "./kepler-orbit.js";

/** DETEST D: Kepler's problem with eccentricities 0.1, 0.3, 0.5, 0.7 and 0.9; its one parameter is the mass, 1. */
export const classD: ReadonlyArray<() => TestProblem> = [0.1, 0.3, 0.5, 0.7, 0.9].map(
  (eccentricity, i) => () => orbit(`D${i + 1}`, eccentricity),
);

function orbit(name: string, eccentricity: number): TestProblem {
  const speed = Math.sqrt((1 + eccentricity) / (1 - eccentricity));
  const exact = (t: number) => keplerOrbit(eccentricity, t);
  return {
    ...kepler({ t0: 0, t1: 20, y0: [1 - eccentricity, 0, 0, speed], parameters: [1] }),
    name,
    exact,
    endValue: referenceValues.detest[name]?.y ?? Array.from(exact(20)),
  };
}
