import { NO_MEMORY, nextAfter, type StepAttempt } from "@symplectic-adjoint/core";
import { elementary } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  isTooShort,
  landsOnRequiredTime,
  positionAfter,
  type Route,
  spanFrom,
} from "./position.js";
import { timeStops } from "./time-stops.js";

const stops = (times: ReadonlyArray<number>, jumpT: ReadonlyArray<number> = []) =>
  timeStops({ times, jumpT, stepT: [], controller: elementary() });
const forward: Route = { stops: stops([0, 1, 2], [2]), direction: 1 };
const backward: Route = { stops: stops([0, -1], [-1]), direction: -1 };
const start = { y: "y", memory: NO_MEMORY, slope: "k1", firstStageTime: 0, reusesLastStage: false };

describe("spanFrom", () => {
  test("is cut at the next required time, and else as long as was proposed.", () => {
    const at = { t: 0.5, nextStop: 0 };
    expect(spanFrom(at, 0.25, forward)).toEqual({ t: 0.5, h: 0.25, end: 0.75 });
    expect(spanFrom(at, 7, forward)).toEqual({ t: 0.5, h: 0.5, end: 1 });
    expect(spanFrom(at, 0.5 * (1 - 1e-11), forward).end).toBe(1);
    expect(spanFrom({ t: 0, nextStop: 0 }, 0.25, backward)).toEqual({ t: 0, h: -0.25, end: -0.25 });
  });

  test("is no longer than was proposed where the time is rounded.", () => {
    const far: Route = { stops: stops([1e9, 2e9]), direction: 1 };
    const { h, end } = spanFrom({ t: 1e9, nextStop: 0 }, 1e-6, far);
    expect(h).toBe(end - 1e9);
    expect(h).toBeLessThanOrEqual(1e-6);
  });
});

test("A step is too short if its time does not move, or is too short for its fractions.", () => {
  expect(isTooShort({ t: 1, h: 1e-17, end: 1 })).toBe(true);
  expect(isTooShort({ t: 0, h: 1e-310, end: 1e-310 })).toBe(true);
  expect(isTooShort({ t: 0, h: 1e-300, end: 1e-300 })).toBe(false);
});

describe("positionAfter", () => {
  const tried = (endSlope?: string): StepAttempt<string, never> => ({
    startSlope: "k1",
    next: "y+",
    memory: NO_MEMORY,
    endSlope,
    errorRatio: 0,
    mark: 0,
  });
  const from = (t: number, nextStop: number) => ({ ...start, t, nextStop });

  test("takes over the last stage, which was evaluated just before the end.", () => {
    const span = { t: 0, h: 0.5, end: 0.5 };
    expect(positionAfter(from(0, 0), span, tried("k7"), forward)).toEqual({
      t: 0.5,
      y: "y+",
      memory: NO_MEMORY,
      slope: "k7",
      firstStageTime: nextAfter(0.5, -1),
      reusesLastStage: true,
      nextStop: 0,
    });
  });

  test("has no k_1 yet where there is no last stage to take over.", () => {
    const span = { t: 0, h: 1, end: 1 };
    const after = positionAfter(from(0, 0), span, tried(), forward);
    expect(after).toMatchObject({ slope: undefined, firstStageTime: 1, nextStop: 1 });
    expect(after.reusesLastStage).toBe(false);
  });

  test("begins on the far side of a jump, with a k_1 of its own, in both directions.", () => {
    const up = positionAfter(from(1, 1), { t: 1, h: 1, end: 2 }, tried("k7"), forward);
    expect(up).toMatchObject({ slope: undefined, firstStageTime: nextAfter(2, 1), nextStop: 2 });
    const down = positionAfter(from(0, 0), { t: 0, h: -1, end: -1 }, tried("k7"), backward);
    expect(down).toMatchObject({
      slope: undefined,
      firstStageTime: nextAfter(-1, -1),
      nextStop: 1,
    });
  });

  test("lands only at the next required time.", () => {
    expect(landsOnRequiredTime({ nextStop: 0 }, { t: 0, h: 1, end: 1 }, forward)).toBe(true);
    expect(landsOnRequiredTime({ nextStop: 1 }, { t: 0, h: 1, end: 1 }, forward)).toBe(false);
  });
});
