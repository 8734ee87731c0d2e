import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printGraph } from "../../src/graph/print-graph.js";
import { simplify } from "../../src/graph/simplify.js";
import { checkDerivative, type Mismatch } from "../complex-step/check-derivative.js";
import { uniform } from "../random.js";
import { graphOf, randomProgram } from "./random-graph.js";

const { LONG, SEED } = process.env;
const PROGRAMS = LONG === undefined ? 150 : 2000;

describe("random graphs", () => {
  it(`${PROGRAMS} random graphs and their derivatives agree with complex arithmetic`, () => {
    fc.assert(
      fc.property(randomProgram(8), fc.nat(2 ** 30), (program, seed) => {
        const graph = graphOf(program);
        const mismatches = checkDerivative(graph, { random: uniform(seed) });
        expect(mismatches, printGraph(simplify(graph))).toEqual([] as Array<Mismatch>);
      }),
      { numRuns: PROGRAMS, seed: Number(SEED ?? 11) },
    );
  }, 600_000);
});
