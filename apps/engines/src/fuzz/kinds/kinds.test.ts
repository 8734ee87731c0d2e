import { expect, test } from "vitest";
import { expected } from "../check/expected.js";
import { wayOf } from "../check/way.js";
import { inputs } from "../host/host-array.js";
import { float32 } from "../host/precision.js";
import { buildProgram } from "../program/build-program.js";
import type { Given, Program } from "../program/program.js";
import { kinds } from "./kinds.js";

test("There are more than 120 operations.", () => {
  expect(new Set(kinds.map(({ operation }) => operation)).size).toBeGreaterThan(120);
});

// Derivatives passed to customGrad are not those of the values.
const differentiable = [...kinds.entries()].filter(
  ([, { operation }]) => operation !== "customGrad",
);

test.each(differentiable.map(([index, { code }]) => ({ index, code })))(
  "$code has on the host the derivative that differences find.",
  ({ index }) => {
    const weights = [{ shape: [2, 2, 2, 2], variable: true }];
    const steps = [{ index, args: [0, 1, 0, 1, 0] }];
    const ofSeed = (seed: number) => {
      const program = buildProgram({ layout: 0, weights, steps, ways: [0], seed });
      return { program, found: expected(program, wayOf(0), float32) };
    };
    // The first one whose values are far from kinks.
    const all = Array.from({ length: 20 }, (_, seed) => ofSeed(seed));
    const { program, found } = all.find(
      ({ program: { operations }, found: { margin } }) =>
        margin > 1e-3 && operations.includes(kinds[index]?.operation as string),
    ) as (typeof all)[number];
    const gradient = [...found.y0, ...found.weights].flatMap(({ numbers }) => numbers);
    expect(differences(program)).toEqual(
      gradient.map((number) => expect.closeTo(number, 6) as unknown),
    );
  },
);

/** The loss after an Euler step, with finite differences for every input value of the program. */
function differences(program: Program): Array<number> {
  const all: ReadonlyArray<Given> = [...program.state, ...program.weights];
  const h = 1e-5;
  const loss = (part: number, element: number, by: number): number => {
    const moved = all.map(({ shape, numbers }, i) =>
      inputs(
        shape,
        numbers.map((number, k) => (i === part && k === element ? number + by : number)),
      ),
    );
    const y = moved.slice(0, program.state.length);
    const slopes = program.evaluate(0.25, y, moved.slice(y.length));
    const start = y.flatMap(({ at }) => at.map(({ value }) => value));
    const slope = slopes.flatMap(({ at }) => at.map(({ value }) => value));
    const weight = (i: number): number => [1, -0.5, 0.75, 0.25, -1][i % 5] as number;
    return start.reduce(
      (sum, value, i) =>
        sum + weight(i) * value + weight(i + 1) * (value + 0.5 * (slope[i] as number)),
      0,
    );
  };
  return all.flatMap(({ numbers }, part) =>
    numbers.map((_, k) => (loss(part, k, h) - loss(part, k, -h)) / (2 * h)),
  );
}
