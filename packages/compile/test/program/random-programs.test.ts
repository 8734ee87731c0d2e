import { describe, expect, it } from "vitest";
import { javascriptExecutor } from "../../src/executors/javascript/javascript-executor.js";
import { evaluateGraph, type GraphInputs } from "../../src/graph/evaluate-graph.js";
import { sizeOf } from "../../src/graph/shapes.js";
import { buildProgram } from "../../src/program/build-program.js";
import { randomGraph, randomShape } from "../support/random-graphs.js";
import { type RandomNumbers, randomNumbers } from "../support/random-numbers.js";

describe("a program", () => {
  it.each(Array.from({ length: 300 }, (_, seed) => seed))("is its graphs, seed %i", (seed) => {
    const { check } = randomCase(randomNumbers(seed));
    check();
  });
});

function randomCase(random: RandomNumbers) {
  const shapes = {
    state: [randomShape(random), randomShape(random)],
    parameter: [randomShape(random), randomShape(random), [3, 2]],
    captured: [randomShape(random)],
    cotangent: [],
  };
  const operations = 3 + random.below(40);
  const forward = randomGraph(random, shapes, shapes.state, operations);
  const withCotangents = { ...shapes, cotangent: shapes.state };
  const bars = [...shapes.state, ...shapes.parameter, []];
  // Not its derivative: what matters is that it is another function of the same inputs, and of cotangents.
  const backward = randomGraph(random, withCotangents, bars, operations);
  const sizes = {
    states: shapes.state.map(sizeOf),
    parameters: shapes.parameter.map(sizeOf),
    captured: shapes.captured.map(sizeOf),
  };
  const program = buildProgram({ forward, backward, sizes, precision: "float64" });
  const arrays = (lengths: ReadonlyArray<number>) => lengths.map((n) => random.array(n));
  return {
    check() {
      const loaded = javascriptExecutor.load(program);
      const parameter = arrays(sizes.parameters);
      const captured = arrays(sizes.captured);
      loaded.setParameters(parameter, captured);
      for (let repeat = 0; repeat < 2; repeat++) {
        const inputs: GraphInputs & Record<string, ReadonlyArray<Float64Array>> = {
          parameter,
          captured,
          state: arrays(sizes.states),
          cotangent: arrays(sizes.states),
          time: [random.array(1)],
        };
        const t = inputs.time?.[0]?.[0] as number;
        const dy = sizes.states.map((n) => new Float64Array(n));
        loaded.evaluate(t, inputs.state as Array<Float64Array>, dy);
        expectClose(dy, evaluateGraph(forward, inputs));
        const yBar = sizes.states.map((n) => new Float64Array(n));
        const parameterBars = sizes.parameters.map((n) => new Float64Array(n));
        const tBar = loaded.pullback(
          t,
          inputs.state as Array<Float64Array>,
          inputs.cotangent as Array<Float64Array>,
          yBar,
          parameterBars,
        );
        expectClose([...yBar, ...parameterBars, [tBar]], evaluateGraph(backward, inputs));
      }
    },
  };
}

function expectClose(
  found: ReadonlyArray<ArrayLike<number>>,
  expected: ReadonlyArray<ArrayLike<number>>,
): void {
  expect(found.length).toBe(expected.length);
  for (const [i, array] of expected.entries()) {
    const scale = Math.max(1, ...Array.from(array, Math.abs));
    // NaN if one of them is.
    const error = Array.from(
      array,
      (value, j) => ((found[i] as ArrayLike<number>)[j] as number) - value,
    );
    expect(Math.max(0, ...error.map(Math.abs)), `array ${i}`).toBeLessThan(1e-12 * scale);
  }
}
