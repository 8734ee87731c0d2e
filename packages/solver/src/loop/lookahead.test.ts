import {
  NO_MEMORY,
  newPassStatistics,
  type State,
  type StepOperations,
} from "@symplectic-adjoint/core";
import { decay, elementary, type NumberArray, smallTableaux } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { setUp, valuesOf } from "../../test/support/setup.js";
import { plainOperations } from "../step/plain-operations.js";
import { attemptAhead, discardLookahead, type Lookahead, useLookahead } from "./lookahead.js";
import type { Position } from "./position.js";

const span = { t: 0, h: 0.5, end: 0.5 };

/** A step tried from y0, over operations that remember what they were asked to forget. */
function tried(options: { readonly fails?: boolean; readonly knowsK1?: boolean } = {}) {
  const { backend, problem } = setUp(decay({ parameters: [-1] }), {
    tableau: smallTableaux.heun2,
    controller: elementary(),
  });
  const pass = newPassStatistics();
  const plain = plainOperations(problem, pass);
  let done = 0;
  const forgotten: Array<number> = [];
  const operations: StepOperations<State<NumberArray>, NumberArray> = {
    ...plain,
    evaluate(t, y) {
      done++;
      if (options.fails && done === 2) throw new RangeError("failed on purpose");
      return plain.evaluate(t, y);
    },
    mark: () => done,
    rollback: (mark) => void forgotten.push(done - mark),
  };
  const from: Position<State<NumberArray>> = {
    t: 0,
    y: problem.y0,
    memory: NO_MEMORY,
    slope: options.knowsK1 ? [backend.array([1, 1, 1])] : undefined,
    firstStageTime: 0,
    reusesLastStage: false,
    nextStop: 0,
  };
  const before = backend.live();
  const ahead = attemptAhead(problem, operations, from, span, {
    stages: false,
    slopes: false,
  }) as Lookahead<State<NumberArray>, NumberArray>;
  const throwAway = (reached: boolean) =>
    discardLookahead(ahead, reached, problem, operations, pass);
  return { backend, before, ahead, from, forgotten, pass, throwAway };
}

test("What came of a step is there to be taken.", () => {
  const { ahead, forgotten } = tried();
  expect(valuesOf(useLookahead(ahead).next)).toEqual([0.625, -0.3125, 1.25]);
  expect(forgotten).toEqual([]);
});

test("What it threw is thrown when it is taken; what was done until then is forgotten at once.", () => {
  const { backend, before, ahead, from, forgotten, pass, throwAway } = tried({ fails: true });
  // k_1 and the second stage, which failed.
  expect(forgotten).toEqual([2]);
  expect(backend.live()).toBe(before);
  expect(() => useLookahead(ahead)).toThrow(RangeError);
  throwAway(true);
  expect(from.slope).toBeUndefined();
  expect(pass.discarded).toBe(1);
});

test("Thrown away where its start was reached, it leaves its k_1, and all after that is forgotten.", () => {
  const { backend, before, from, forgotten, pass, throwAway } = tried();
  throwAway(true);
  expect(valuesOf(from.slope)).toEqual([-1, 0.5, -2]);
  expect(backend.live()).toBe(before + 1);
  expect(forgotten).toEqual([1]);
  expect(pass.discarded).toBe(1);
});

test("Thrown away where its start was not, it leaves nothing but a k_1 that it was given.", () => {
  const own = tried();
  own.throwAway(false);
  expect(own.backend.live()).toBe(own.before);
  const given = tried({ knowsK1: true });
  given.throwAway(false);
  expect(given.backend.live()).toBe(given.before);
  expect(valuesOf(given.from.slope)).toEqual([1, 1, 1]);
});
