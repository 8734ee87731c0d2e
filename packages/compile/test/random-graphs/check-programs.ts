import fc from "fast-check";
import { expect } from "vitest";
import { printGraph } from "../../src/graph/print-graph.js";
import { uniform } from "../random.js";
import { caseOf, type ProgramCase } from "./program-case.js";
import { graphOf, randomProgram } from "./random-graph.js";

const { LONG, SEED } = process.env;
const PROGRAMS = LONG === undefined ? 50 : 2000;

/** Checks random graphs until the error of one exceeds what is allowed. */
export function checkPrograms(error: (example: ProgramCase, random: () => number) => number): void {
  fc.assert(
    fc.property(randomProgram(8), fc.nat(2 ** 30), (program, seed) => {
      const random = uniform(seed);
      const example = caseOf(graphOf(program), random);
      expect(error(example, random), printGraph(example.backward)).toBeLessThan(1);
    }),
    { numRuns: PROGRAMS, seed: Number(SEED ?? 3) },
  );
}
