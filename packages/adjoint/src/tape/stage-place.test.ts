import { nextAfter } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { stagePlace } from "./stage-place.js";

const attempt = { t: 0.7, h: 0.1, end: 0.8, firstStageTime: nextAfter(0.7, -1), evaluations: 2 };

test("A stage within a step is where its time says.", () => {
  expect(stagePlace(0.725, attempt)).toBeCloseTo(0.25, 14);
});

test("At the ends, and just before or after them, it is 0 or 1.", () => {
  for (const time of [0.7, nextAfter(0.7, 1), nextAfter(0.7, -1)])
    expect(stagePlace(time, attempt)).toBe(0);
  for (const time of [0.8, nextAfter(0.8, 1), nextAfter(0.8, -1)])
    expect(stagePlace(time, attempt)).toBe(1);
});

test("In a step of one rounding, the first stage is at the start, and the last one just before the end.", () => {
  const t = nextAfter(0.8, -1);
  const short = { t, h: 0.8 - t, end: 0.8, firstStageTime: t };
  expect(stagePlace(t, { ...short, evaluations: 0 })).toBe(0);
  expect(stagePlace(t, { ...short, evaluations: 5 })).toBe(1);
});
