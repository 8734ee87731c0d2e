import type { ButcherTableau } from "@symplectic-adjoint/core";
import { smallTableaux } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import type { LoadedProgram } from "../../src/executors/executor.js";
import { javascriptExecutor } from "../../src/executors/javascript/javascript-executor.js";
import { wasmExecutor } from "../../src/executors/wasm/wasm-executor.js";
import { sizeOf } from "../../src/graph/shapes.js";
import { buildProgram } from "../../src/program/build-program.js";
import type { FloatArray, Program } from "../../src/program/program.js";
import { randomGraph, randomShape } from "../support/random-graphs.js";
import { type RandomNumbers, randomNumbers } from "../support/random-numbers.js";

const PROGRAMS = 200;

/** Relative to the largest number of an array. */
const TOLERANCES = { float32: 1e-5, float64: 1e-13 };

type Precision = Program["precision"];

interface Case {
  readonly random: RandomNumbers;
  readonly sizes: { readonly states: Array<number>; readonly parameters: Array<number> };
  readonly loaded: readonly [LoadedProgram, LoadedProgram];
  arrays(lengths: ReadonlyArray<number>): Array<FloatArray>;
  zeros(lengths: ReadonlyArray<number>): Array<FloatArray>;
}

/** A random program in both executors, with the same parameters. */
function caseOf(seed: number, precision: Precision, most: number): Case {
  const random = randomNumbers(seed);
  const shapes = {
    state: [randomShape(random), randomShape(random)],
    parameter: [randomShape(random), [3, 2]],
    captured: [randomShape(random)],
    cotangent: [],
  };
  const operations = 3 + random.below(most);
  const forward = randomGraph(random, shapes, shapes.state, operations);
  const withCotangents = { ...shapes, cotangent: shapes.state };
  const bars = [...shapes.state, ...shapes.parameter, []];
  // Not its derivative: what matters is that it is a function of the same inputs, and of cotangents.
  const backward = randomGraph(random, withCotangents, bars, operations);
  const sizes = {
    states: shapes.state.map(sizeOf),
    parameters: shapes.parameter.map(sizeOf),
    captured: shapes.captured.map(sizeOf),
  };
  const program = buildProgram({ forward, backward, sizes, precision });
  const wasm = wasmExecutor();
  if (wasm === undefined) throw new Error("There is no WebAssembly.");
  const FloatArrays = precision === "float32" ? Float32Array : Float64Array;
  const arrays = (lengths: ReadonlyArray<number>): Array<FloatArray> =>
    lengths.map((n) => FloatArrays.from(random.array(n)));
  const loaded = [javascriptExecutor.load(program), wasm.load(program)] as const;
  const parameters = arrays(sizes.parameters);
  const captured = arrays(sizes.captured);
  for (const one of loaded) one.setParameters(parameters, captured);
  const zeros = (lengths: ReadonlyArray<number>) => lengths.map((n) => new FloatArrays(n));
  return { random, sizes, loaded, arrays, zeros };
}

function expectSame(
  [want, got]: readonly [ReadonlyArray<ArrayLike<number>>, ReadonlyArray<ArrayLike<number>>],
  precision: Precision,
  title: string,
): void {
  for (const [i, array] of want.entries()) {
    const scale = Array.from(array, Math.abs).reduce((a, b) => Math.max(a, b), 1);
    for (const [j, value] of Array.from(array).entries()) {
      const found = (got[i] as ArrayLike<number>)[j] as number;
      if (Object.is(found, value)) continue;
      expect(Math.abs(found - value) / scale, title).toBeLessThan(TOLERANCES[precision]);
    }
  }
}

describe.each(["float32", "float64"] as const)("The executors agree in %s", (precision) => {
  test("about evaluations and pullbacks.", () => {
    for (let seed = 0; seed < PROGRAMS; seed++) {
      const { sizes, loaded, arrays, zeros, random } = caseOf(seed, precision, 30);
      for (let repeat = 0; repeat < 2; repeat++) {
        const [y, g, t] = [arrays(sizes.states), arrays(sizes.states), random.next()];
        const results = loaded.map((one) => {
          const [dy, yBar, bars] = [
            zeros(sizes.states),
            zeros(sizes.states),
            zeros(sizes.parameters),
          ];
          one.evaluate(t, y, dy);
          const tBar = one.pullback(t, y, g, yBar, bars);
          return [...dy, ...yBar, ...bars, [tBar]];
        });
        expectSame([results[0] ?? [], results[1] ?? []], precision, `seed ${seed}`);
      }
    }
  });

  test.each(Object.entries(smallTableaux))("about steps of %s.", (_, tableau) => {
    for (let seed = 0; seed < PROGRAMS / 4; seed++) {
      // Few operations: nothing that magnifies rounding from stage to stage.
      const given = caseOf(seed, precision, 6);
      for (const slopeKnown of [false, true])
        for (const kept of [false, true])
          for (const measured of [false, tableau.error !== undefined])
            expectSame(
              stepsOf(given, tableau, slopeKnown, kept, measured),
              precision,
              `seed ${seed}, ${slopeKnown}, ${kept}, ${measured}`,
            );
    }
  });
});

/** An attempt and a reversal in both. */
function stepsOf(
  { sizes: { states, parameters }, loaded, arrays, zeros }: Case,
  tableau: ButcherTableau,
  slopeKnown: boolean,
  kept: boolean,
  measured: boolean,
) {
  const span = { t: 0.3, h: 0.05, end: 0.35, firstStageTime: 0.3 };
  const [y, slope, lambda, sums] = [
    arrays(states),
    arrays(states),
    arrays(states),
    arrays(parameters),
  ];
  const tolerances = {
    rtol: states.map(() => 1e-3),
    atol: states.map((_, i) => (i === 0 ? 1e-4 : 2e-4)),
  };
  const results = loaded.map((one) => {
    const [startSlope, next, endSlope] = [
      slope.map((x) => x.slice()),
      zeros(states),
      zeros(states),
    ];
    const stages = kept ? tableau.activeStages.slice(1).map(() => zeros(states)) : undefined;
    const norm = one.attempt(tableau, {
      ...span,
      y,
      startSlope,
      slopeKnown,
      next,
      tolerances: measured ? tolerances : undefined,
      endSlope: measured && tableau.fsal ? endSlope : undefined,
      stages,
    });
    const before = zeros(states);
    const theta = sums.map((x) => x.slice());
    const step = { ...span, reusesLastStage: false, outputs: [] };
    one.reverse(tableau, { step, y, lambda, stages, before, theta });
    expect(norm === undefined).toBe(!measured);
    // The norm is a number of the same kind as its ratios: large if the error is.
    return [
      ...startSlope,
      ...next,
      ...endSlope,
      ...(stages?.flat() ?? []),
      ...before,
      ...theta,
      [Math.log(1 + (norm ?? 0))],
    ];
  });
  return [results[0] ?? [], results[1] ?? []] as const;
}
