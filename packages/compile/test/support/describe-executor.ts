import type { ButcherTableau, StepSpan } from "@symplectic-adjoint/core";
import { smallTableaux } from "@symplectic-adjoint/testing";
import { describe, expect, it } from "vitest";
import type { FloatArray } from "../../src/program/program.js";
import { evaluateGraph } from "../reference/evaluate-graph.js";
import { checkReserved } from "./check-reserved.js";
import { expectClose } from "./expect-close.js";
import { LONG } from "./random-graphs.js";
import { randomNumbers } from "./random-numbers.js";
import { randomSource } from "./random-source.js";
import { smallNetwork } from "./small-network.js";
import { reversalByHand, stepByHand } from "./steps-by-hand.js";
import type { Subject } from "./subject.js";

/** What every executor must do. */
export function describeExecutor(executor: Subject): void {
  const { name: subject, precisions = ["float64", "float32"] } = executor;
  const isDouble = precisions.includes("float64");
  describe(subject, () => {
    // 295: the graph of units had a circle; 1794 and 1910: ties of argMax between rows of a product.
    // In single precision, steps of functions are not where they are in double precision: see random-graphs.
    it.runIf(isDouble).each([...Array.from({ length: 200 }, (_, seed) => seed), 295, 1794, 1910])(
      "evaluates graphs and other graphs with cotangents, seed %i",
      (seed) => checkRandomProgram(executor, randomSource(randomNumbers(seed)), seed),
    );

    it.runIf(isDouble).each(Array.from({ length: 30 }, (_, seed) => seed))(
      "evaluates graphs of long arrays, seed %i",
      (seed) => checkRandomProgram(executor, randomSource(randomNumbers(seed), LONG), seed),
    );

    describe.each(precisions)("%s", (precision) => {
      it.each(["euler", "rk4", "bosh3", "dopri5"] as const)("takes steps of %s", (name) =>
        checkAttempts(executor, precision, smallTableaux[name]),
      );
      it.each(["euler", "midpoint", "rk4", "bosh3", "dopri5"] as const)(
        "reverses steps of %s",
        (name) => checkReversal(executor, precision, smallTableaux[name]),
      );
    });

    it("allocates nothing in steps that were reserved", () => {
      for (const name of ["euler", "rk4", "bosh3", "dopri5"] as const)
        checkReserved(executor, precisions[0] as "float64", smallTableaux[name]);
    });

    it.runIf(isDouble)("reverses what it attempts: differences of attempts", () =>
      checkDifferences(executor),
    );
  });
}

type Arrays = ReadonlyArray<Float64Array>;

const SPAN: StepSpan = { t: 0.3, h: 0.25, end: 0.55 };

function checkRandomProgram(
  executor: Subject,
  source: ReturnType<typeof randomSource>,
  seed: number,
): void {
  const { sizes } = source;
  const random = randomNumbers(seed + 1000);
  const arrays = (lengths: ReadonlyArray<number>) => lengths.map((n) => random.array(n));
  const loaded = executor.load(source);
  // Twice, because nothing may be left behind.
  for (let repeat = 0; repeat < 2; repeat++) {
    const fixed = { parameter: arrays(sizes.parameters), captured: arrays(sizes.captured) };
    loaded.setParameters(fixed.parameter, fixed.captured);
    const t = random.next();
    const inputs = { state: arrays(sizes.states), cotangent: arrays(sizes.states), time: [[t]] };
    const all = { ...fixed, ...inputs };
    const dy = zerosLike(inputs.state);
    loaded.evaluate(t, inputs.state, dy);
    expectClose(dy, evaluateGraph(source.forward, all));
    const yBar = zerosLike(inputs.state);
    const bars = zerosLike(fixed.parameter);
    const tBar = loaded.pullback(t, inputs.state, inputs.cotangent, yBar, bars);
    const found = [...yBar, ...bars, ...(source.hasTimeBar ? [[tBar]] : [])];
    expectClose(found, evaluateGraph(source.backward, all));
  }
  loaded.release?.();
}

/** A loaded network with arguments, which have the precision of the program. */
function loadNetwork(executor: Subject, precision: "float32" | "float64") {
  const source = smallNetwork(precision);
  const random = randomNumbers(7);
  const rounded = (lengths: ReadonlyArray<number>): Arrays =>
    lengths.map((n) => random.array(n).map(precision === "float32" ? Math.fround : (x) => x));
  const own = (arrays: Arrays): Array<FloatArray> =>
    arrays.map((array) => (precision === "float32" ? Float32Array.from(array) : array.slice()));
  const { sizes } = source;
  const fixed = { parameter: rounded(sizes.parameters), captured: rounded(sizes.captured) };
  const loaded = executor.load(source);
  loaded.setParameters(own(fixed.parameter), own(fixed.captured));
  return {
    source,
    fixed,
    loaded,
    own,
    y: rounded(sizes.states),
    lambda: rounded(sizes.states),
    zeros: () => own(sizes.states.map((n) => new Float64Array(n))),
    tolerance: precision === "float64" ? 1e-13 : 2e-6,
  };
}

function checkAttempts(
  executor: Subject,
  precision: "float32" | "float64",
  tableau: ButcherTableau,
): void {
  const { source, fixed, loaded, own, y, zeros, tolerance } = loadNetwork(executor, precision);
  const tolerances =
    tableau.error === undefined ? undefined : { rtol: [1e-3, 1e-2], atol: [1e-4, 1e-3] };
  const byHand = stepByHand(source, fixed, tableau, { ...SPAN, firstStageTime: 0.29, y });
  for (const slopeKnown of [false, true])
    for (const wanted of [undefined, tolerances]) {
      const startSlope = slopeKnown ? own(byHand.slopes[0] as Arrays) : zeros();
      const next = zeros();
      const endSlope = tableau.fsal && wanted !== undefined ? zeros() : undefined;
      const stages = tableau.activeStages.slice(1).map(zeros);
      const ratio = loaded.attempt(tableau, {
        ...SPAN,
        firstStageTime: 0.29,
        y: own(y),
        ...{ startSlope, slopeKnown, next, tolerances: wanted, endSlope, stages },
      });
      expectClose(next, byHand.next, tolerance);
      expectClose(startSlope, byHand.slopes[0] as Arrays, tolerance);
      for (const [s, i] of tableau.activeStages.slice(1).entries())
        expectClose(stages[s] as Arrays, byHand.states[i] as Arrays, tolerance);
      if (endSlope !== undefined) expectClose(endSlope, byHand.slopes.at(-1) as Arrays, tolerance);
      if (wanted === undefined) expect(ratio).toBeUndefined();
      else {
        const norm = normByHand(byHand.error as Arrays, y, byHand.next, wanted);
        // The error is a difference of states: its rounding is relative to them, in units of the tolerance.
        expect(Math.abs((ratio as number) - norm)).toBeLessThan(tolerance * (norm + 1 / 1e-3));
      }
    }
}

/** The largest over the leaves of RMS(error / (atol + rtol · max(|y|, |y⁺|))). */
function normByHand(
  error: Arrays,
  y: Arrays,
  next: Arrays,
  { rtol, atol }: { rtol: ReadonlyArray<number>; atol: ReadonlyArray<number> },
): number {
  const norms = error.map((leaf, l) => {
    const ratios = Array.from(leaf, (e, i) => {
      const size = Math.max(Math.abs(y[l]?.[i] as number), Math.abs(next[l]?.[i] as number));
      return e / ((atol[l] as number) + (rtol[l] as number) * size);
    });
    return Math.hypot(...ratios) / Math.sqrt(ratios.length);
  });
  return Math.max(...norms);
}

const STEP = { ...SPAN, firstStageTime: 0.31, reusesLastStage: false, outputs: [] };

function checkReversal(
  executor: Subject,
  precision: "float32" | "float64",
  tableau: ButcherTableau,
): void {
  const { source, fixed, loaded, own, y, lambda, zeros, tolerance } = loadNetwork(
    executor,
    precision,
  );
  const byHand = reversalByHand(source, fixed, tableau, { step: STEP, y, lambda });
  const { states } = stepByHand(source, fixed, tableau, { ...STEP, y });
  const kept = tableau.activeStages.slice(1).map((i) => own(states[i] as Arrays));
  for (const stages of [undefined, kept]) {
    const before = zeros();
    // What is there is added to.
    const theta = own(fixed.parameter);
    loaded.reverse(tableau, {
      ...{ step: STEP, y: own(y), lambda: own(lambda), stages, before, theta },
    });
    expectClose(before, byHand.before, tolerance);
    const added = byHand.theta.map((leaf, l) =>
      leaf.map((value, i) => value + (fixed.parameter[l]?.[i] as number)),
    );
    expectClose(theta, added, tolerance);
  }
}

/** λ and the cotangents of all parameters against central differences of a step. */
function checkDifferences(executor: Subject): void {
  const tableau = smallTableaux.dopri5;
  const { fixed, loaded, own, y, lambda, zeros } = loadNetwork(executor, "float64");
  const before = zeros();
  const theta = own(fixed.parameter.map(({ length }) => new Float64Array(length)));
  loaded.reverse(tableau, { step: STEP, y, lambda, stages: undefined, before, theta });
  const pairing = (): number => {
    const next = zeros();
    loaded.setParameters(fixed.parameter, fixed.captured);
    loaded.attempt(tableau, {
      ...STEP,
      ...{ y, startSlope: zeros(), slopeKnown: false, next },
      ...{ tolerances: undefined, endSlope: undefined, stages: undefined },
    });
    const products = next.flatMap((leaf, l) =>
      Array.from(leaf, (value, i) => value * (lambda[l]?.[i] as number)),
    );
    return products.reduce((sum, product) => sum + product, 0);
  };
  const differences = [...y, ...fixed.parameter].map((leaf) =>
    Float64Array.from(leaf, (value, i) => {
      const at = (x: number): number => {
        leaf[i] = x;
        return pairing();
      };
      const slope = (d: number): number => (at(value + d) - at(value - d)) / (2 * d);
      // Extrapolated: the error is that of the fourth power, and of rounding.
      const derivative = (4 * slope(1e-3) - slope(2e-3)) / 3;
      leaf[i] = value;
      return derivative;
    }),
  );
  expectClose([...before, ...theta], differences, 1e-9);
}

function zerosLike(arrays: Arrays): Array<Float64Array> {
  return arrays.map(({ length }) => new Float64Array(length));
}
