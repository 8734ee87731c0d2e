import { UnsupportedGradientError } from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import { decay, elementary, smallTableaux, stateOf } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { backpropagation, continuousAdjoint, symplecticAdjoint } from "../src/index.js";
import { adjointFixture } from "./support/adjoint-fixture.js";
import { setUp } from "./support/program.js";
import { withMemory } from "./support/with-memory.js";

const rate = -0.8;
const start = [1, 2];
const times = [0.5, 1, 2];
const given = {
  func: decay({ y0: start, parameters: [rate] }),
  times,
  tableau: smallTableaux.dopri5,
  controller: elementary(0.01),
  tolerance: 1e-10,
};

function solved(adjoint = continuousAdjoint()) {
  const fixture = adjointFixture(given);
  const { backend, problem } = fixture;
  const pass = runSync(adjoint.solve(problem, "repeatable"), backend);
  const cotangents = [
    [5, 7],
    [1, -1],
    [2, 0.5],
  ].map((row) => stateOf(fixture, row));
  return { backend, problem, pass, cotangents };
}

test("The continuous adjoint has the gradient for the output times, with one evaluation for each.", () => {
  const { backend, pass, cotangents } = solved();
  const pull = (wanted: boolean) => {
    const before = pass.statistics.backward.evaluations;
    const gradients = runSync(
      pass.pullback(cotangents, [0], { times: { times: wanted } }),
      backend,
    );
    return { gradients, evaluations: pass.statistics.backward.evaluations - before };
  };
  const plain = pull(false);
  const timed = pull(true);
  expect(plain.gradients.times).toBeUndefined();
  expect(timed.evaluations - plain.evaluations).toBe(times.length);

  // ȳ_i · y'(t_i), and minus their sum for t_0, which moves y(t) against t.
  const weights = [-1, 1, 2, 0.5];
  const at = (t: number, j: number) => (start[j] as number) * Math.exp(rate * (t - 0.5));
  const second = rate * (at(1, 0) - at(1, 1));
  const third = rate * ((weights[2] as number) * at(2, 0) + (weights[3] as number) * at(2, 1));
  const expected = [-(second + third), second, third];
  const found = (timed.gradients.times ?? []).map((scalar) => backend.readSync(scalar));
  expect(found).toEqual(expected.map((value) => expect.closeTo(value, 7)));
});

test("Nothing is left if f throws at whichever of those evaluations.", () => {
  const plain = solved();
  runSync(plain.pass.pullback(plain.cotangents, [0], { times: { times: true } }), plain.backend);
  let failures = 0;
  for (let fatal = 0; fatal < 10_000; fatal++) {
    const { backend, problem, pass, cotangents } = solved();
    const evaluate = problem.dynamics.evaluate;
    let left = fatal;
    Object.assign(problem.dynamics, {
      evaluate(...args: Parameters<typeof evaluate>) {
        if (left-- === 0) throw new RangeError("mine");
        return evaluate(...args);
      },
    });
    const before = backend.live();
    try {
      runSync(pass.pullback(cotangents, [0], { times: { times: true } }), backend);
      break;
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      expect(backend.live()).toBe(before);
      failures++;
    }
  }
  expect(failures).toBe(times.length);
});

test("Backpropagation refuses, unless that was announced.", () => {
  const { backend, pass, cotangents } = solved(backpropagation());
  const pull = () => runSync(pass.pullback(cotangents, [0], { times: { jumpT: true } }), backend);
  expect(pull).toThrow(UnsupportedGradientError);
  expect(pull).toThrow(
    /^jumpT cannot be differentiated: what that needs was not kept\. Pass the times as/,
  );
});

test.each([symplecticAdjoint(), continuousAdjoint(), backpropagation()])(
  "$name refuses cotangents of events where there are none.",
  (adjoint) => {
    const { backend, pass, cotangents } = solved(adjoint);
    const pull = () =>
      runSync(pass.pullback(cotangents, [0], { events: [undefined, { time: 1 }] }), backend);
    expect(pull).toThrow(UnsupportedGradientError);
  },
);

test("Times are refused for methods with memory.", () => {
  const { backend, problem } = adjointFixture(given);
  const method = withMemory(problem.method);
  const pass = runSync(symplecticAdjoint().solve({ ...problem, method }, "once"), backend);
  const pull = () => runSync(pass.pullback([], [0], { times: { times: true } }), backend);
  expect(pull).toThrow(UnsupportedGradientError);
  expect(pull).toThrow(/^t cannot be differentiated with the method twice, which has a memory/);
});

test.each([symplecticAdjoint(), backpropagation()])(
  "$name refuses resets of methods with memory, but not the end at an event.",
  (adjoint) => {
    const solve = (ends: boolean) => {
      const times = [0.2, 1.1];
      const { backend, problem } = setUp({ times, events: [{ level: 0.5, kicks: !ends, ends }] });
      const method = withMemory(problem.method);
      const pass = runSync(adjoint.solve({ ...problem, method }, "once"), backend);
      return runSync(pass.pullback([], [0], { events: [{ time: 1 }] }), backend);
    };
    expect(() => solve(false)).toThrow(UnsupportedGradientError);
    expect(() => solve(false)).toThrow(
      /^events with a reset cannot be differentiated with the method twice/,
    );
    expect(solve(true).y0[0]?.values).toEqual([expect.any(Number)]);
  },
);
