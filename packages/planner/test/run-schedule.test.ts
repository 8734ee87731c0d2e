import { binomial, everyStep, startOnly } from "@symplectic-adjoint/checkpoint";
import { expect, test } from "vitest";
import { runSchedule } from "../src/run-schedule.js";

test("What a schedule does is known with what is stored meanwhile.", () => {
  const { moments, ...run } = runSchedule(binomial({ checkpoints: 1 }), 3);
  expect(run).toEqual({ checkpoints: 1, recomputed: 3, segment: 1 });
  const begun = { checkpoints: 1, apart: false };
  const found = moments.filter(({ work }) => work === "advance" || work === "reverse");
  expect(found).toEqual([
    { ...begun, work: "advance", steps: 2, later: false },
    { ...begun, work: "reverse", steps: 1, later: false, apart: true },
    { ...begun, work: "advance", steps: 1, later: true },
    { ...begun, work: "reverse", steps: 1, later: true, apart: true },
    // The first step, from its checkpoint.
    { ...begun, work: "reverse", steps: 1, later: true },
  ]);
});

test("The checkpoint of a step is stored when the step has been accepted.", () => {
  const attempts = runSchedule(everyStep, 7).moments.filter(({ work }) => work === "attempt");
  expect(attempts).toEqual([
    { work: "attempt", checkpoints: 6, apart: true, steps: 1, later: false },
  ]);
});

test("Steps that are reversed together are one segment.", () => {
  expect(runSchedule(startOnly, 9)).toMatchObject({ checkpoints: 1, recomputed: 0, segment: 9 });
  expect(runSchedule(startOnly, 0)).toMatchObject({ checkpoints: 0, recomputed: 0, segment: 0 });
});
