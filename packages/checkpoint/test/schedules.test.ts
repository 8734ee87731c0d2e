import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";
import { describe, expect, it, test } from "vitest";
import {
  binomial,
  everyNth,
  everyStep,
  multiLevel,
  online,
  squareRoot,
  startOnly,
  twoLevel,
} from "../src/index.js";
import { describeSchedule } from "./describe-schedule.js";
import { everyOther } from "./every-other.js";

const schedules = [
  everyStep,
  startOnly,
  everyNth(1),
  everyNth(7),
  squareRoot(),
  binomial({ checkpoints: 1 }),
  binomial({ checkpoints: 4 }),
  binomial({ checkpoints: 60 }),
  online({ checkpoints: 1 }),
  online({ checkpoints: 2 }),
  online({ checkpoints: 5 }),
  twoLevel({ period: 10, checkpoints: 2 }),
  twoLevel({ period: 1, checkpoints: 1 }),
  multiLevel({ near: 1, far: 1 }),
  multiLevel({ near: 2, far: 3 }),
];
for (const schedule of schedules) describeSchedule(schedule.name, schedule);
// Not part of the library: they reverse in the same way as everyNth, with restores of every step.
describeSchedule("everyOther", everyOther(2));
describeSchedule("every fifth", everyOther(5));

test("Each schedule has a name of its own.", () => {
  expect(new Set(schedules.map(({ name }) => name)).size).toBe(schedules.length);
});

describe("A schedule refuses", () => {
  const wrong = [
    0,
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "4",
    null,
  ] as ReadonlyArray<number>;

  it.each(wrong)("%s checkpoints or steps.", (n) => {
    for (const make of [
      () => everyNth(n),
      () => binomial({ checkpoints: n }),
      () => online({ checkpoints: n }),
      () => twoLevel({ period: n, checkpoints: 1 }),
      () => twoLevel({ period: 1, checkpoints: n }),
      () => multiLevel({ near: n, far: 1 }),
      () => multiLevel({ near: 1, far: n }),
    ])
      expect(make).toThrow(InvalidArgumentError);
  });

  it("options that it does not have, and says which it has.", () => {
    const options = { checkpoint: 3 } as never;
    expect(() => binomial(options)).toThrow(UnknownOptionError);
    expect(() => online(options)).toThrow("Its options are checkpoints.");
    expect(() => twoLevel(options)).toThrow("Its options are period, checkpoints.");
    expect(() => multiLevel({} as never)).toThrow("Write multiLevel({ near: 10, far: 100 }).");
  });
});
