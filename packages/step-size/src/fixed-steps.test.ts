import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { type FixedStepsOptions, fixedSteps } from "./index.js";

/** The number of steps that a grid takes. */
const steps = (options: FixedStepsOptions, ...outputs: ReadonlyArray<number>) =>
  fixedSteps(options).requiredTimes(outputs).length - 1;

describe("fixedSteps with a number of steps", () => {
  it("takes one step per interval unless told otherwise", () => {
    expect(fixedSteps().requiredTimes([0, 0.3, 1])).toEqual([0, 0.3, 1]);
    expect(fixedSteps({}).requiredTimes([1, 0.3, 0])).toEqual([1, 0.3, 0]);
  });

  it("divides each interval equally, also when time decreases", () => {
    const controller = fixedSteps({ stepsPerInterval: 2 });
    expect(controller.requiredTimes([0, 0.5, 2])).toEqual([0, 0.25, 0.5, 1.25, 2]);
    expect(controller.requiredTimes([2, 0.5, 0])).toEqual([2, 1.25, 0.5, 0.25, 0]);
  });

  it("computes each time from the ends of its interval, so that no rounding piles up", () => {
    const times = fixedSteps({ stepsPerInterval: 10 }).requiredTimes([0, 1]);
    expect(times).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  });

  it("requires only the first time when there is no other output", () => {
    expect(fixedSteps({ stepsPerInterval: 3 }).requiredTimes([0.7])).toEqual([0.7]);
    expect(fixedSteps({ stepSize: 0.1 }).requiredTimes([0.7])).toEqual([0.7]);
    expect(fixedSteps().requiredTimes([])).toEqual([]);
  });
});

describe("fixedSteps between equal outputs", () => {
  it("takes no step, and names their time once", () => {
    for (const options of [{}, { stepsPerInterval: 2 }, { stepSize: 0.5 }]) {
      const { requiredTimes } = fixedSteps(options);
      expect(requiredTimes([0, 0, 1, 1, 1])).toEqual(requiredTimes([0, 1]));
      expect(requiredTimes([1, 1, 0.5, 0.5])).toEqual(requiredTimes([1, 0.5]));
      expect(requiredTimes([2, 2, 2])).toEqual([2]);
    }
    const grid = [0, 0.25, 1];
    expect(fixedSteps({ grid }).requiredTimes([0, 0, 0.25, 0.25, 1, 1])).toEqual(grid);
  });

  it("counts no step against the limit", () => {
    expect(fixedSteps().requiredTimes([0, 0, 1], 1)).toEqual([0, 1]);
  });
});

describe("fixedSteps with a step size", () => {
  it("takes the number of steps that was meant, whatever the rounding of the quotient", () => {
    expect(steps({ stepSize: 0.1 }, 0, 1)).toBe(10);
    expect(steps({ stepSize: 0.1 }, 0, 0.3)).toBe(3); // 2.9999999999999996
    expect(steps({ stepSize: 0.1 }, 0.5, 0.8)).toBe(3); // 3.0000000000000004
    expect(steps({ stepSize: 0.1 }, 1000.1, 1000.4)).toBe(3);
    expect(steps({ stepSize: 0.1 }, 0, Math.fround(0.3))).toBe(3); // 3.0000001192
    expect(steps({ stepSize: 1e-6 }, 0, 1)).toBe(1e6);
  });

  it("takes an additional step rather than a step that is too long", () => {
    expect(steps({ stepSize: 0.3 }, 0, 1)).toBe(4);
    expect(steps({ stepSize: 0.1 }, 0, 1.00001)).toBe(11);
    expect(steps({ stepSize: 0.1 }, 1, 0, -0.05)).toBe(11);
  });

  it("takes one step if the interval is shorter than a step", () => {
    expect(fixedSteps({ stepSize: 10 }).requiredTimes([0, 1e-9, 1])).toEqual([0, 1e-9, 1]);
  });

  it("divides decreasing times with the same positive step size", () => {
    expect(fixedSteps({ stepSize: 0.25 }).requiredTimes([1, 0.5, 0])).toEqual([
      1, 0.75, 0.5, 0.25, 0,
    ]);
  });

  it("refuses an absurd number of steps before computing any", () => {
    expect(() => fixedSteps({ stepSize: 1e-12 }).requiredTimes([0, 1])).toThrow(
      /^stepSize would take 1000000000000 steps, more than 100000000 \(got 1e-12\)\. Choose a larger/,
    );
    expect(() => fixedSteps({ stepSize: Number.MIN_VALUE }).requiredTimes([0, 1])).toThrow(
      InvalidArgumentError,
    );
    expect(() => fixedSteps({ stepsPerInterval: 6e7 }).requiredTimes([0, 1, 2])).toThrow(
      /^stepsPerInterval would take 120000000 steps.*Choose a smaller/,
    );
  });

  it("refuses steps that doubles cannot distinguish", () => {
    expect(() => fixedSteps({ stepSize: 0.5 }).requiredTimes([1e16, 1e16 + 4])).toThrow(
      /^stepSize makes steps too short for double precision/,
    );
    expect(() => fixedSteps({ stepsPerInterval: 10 }).requiredTimes([1e16 + 4, 1e16])).toThrow(
      /^stepsPerInterval makes steps too short for double precision/,
    );
  });
});

describe("fixedSteps with interpolated outputs", () => {
  const times = (options: FixedStepsOptions, ...outputs: ReadonlyArray<number>) =>
    fixedSteps(options).requiredTimes(outputs, undefined, true);

  it("divides the whole span by a step size", () => {
    expect(times({ stepSize: 0.5 }, 0, 0.3, 0.7, 1)).toEqual([0, 0.5, 1]);
    expect(times({ stepSize: 0.5 }, 1, 0.3, 0)).toEqual([1, 0.5, 0]);
    expect(times({ stepSize: 0.5 }, 1)).toEqual([1]);
  });

  it("requires only the ends in a given grid", () => {
    expect(times({ grid: [0, 0.5, 1] }, 0, 0.3, 1)).toEqual([0, 0.5, 1]);
    expect(() => times({ grid: [0, 0.5, 1] }, 0, 0.3, 2)).toThrow(
      "does not contain the output time 2",
    );
  });

  it("still divides each interval into a number of steps", () => {
    expect(times({ stepsPerInterval: 2 }, 0, 0.5, 2)).toEqual([0, 0.25, 0.5, 1.25, 2]);
  });
});

describe("fixedSteps says how its grid moves with the outputs", () => {
  it("keeps the proportions of what it divides, and a given grid", () => {
    expect(fixedSteps().gridMoves).toBe("intervals");
    expect(fixedSteps({ stepsPerInterval: 3 }).gridMoves).toBe("intervals");
    expect(fixedSteps({ stepSize: 0.1 }).gridMoves).toBe("proportional");
    expect(fixedSteps({ grid: [0, 1] }).gridMoves).toBe("fixed");
  });
});

describe("fixedSteps checks its options", () => {
  const wrong: ReadonlyArray<readonly [string, unknown]> = [
    ["stepSize", 0],
    ["stepSize", -0.1],
    ["stepSize", Number.NaN],
    ["stepSize", Number.POSITIVE_INFINITY],
    ["stepSize", "0.1"],
    ["stepsPerInterval", 0],
    ["stepsPerInterval", 1.5],
    ["stepsPerInterval", Number.POSITIVE_INFINITY],
  ];
  it.each(wrong)("It refuses %s: %o and names the option.", (name, value) => {
    const make = () => fixedSteps({ [name]: value } as FixedStepsOptions);
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(new RegExp(`^${name} must be .* \\(got .*\\)\\. Write, for example, `));
  });

  it("refuses more than one of its options", () => {
    const make = (options: object) => () => fixedSteps(options as FixedStepsOptions);
    expect(make({ stepSize: 0.1, grid: [0, 1] })).toThrow(
      "stepSize and grid exclude each other. Keep one of them, for example fixedSteps({ stepSize: … }).",
    );
    expect(make({ stepSize: 0.1, stepsPerInterval: 1 })).toThrow(InvalidArgumentError);
    expect(make({ stepsPerInterval: 1, grid: [0, 1] })).toThrow(InvalidArgumentError);
  });

  it("rejects an unknown option", () => {
    expect(() => fixedSteps({ step_size: 0.1 } as FixedStepsOptions)).toThrow(UnknownOptionError);
  });
});

it("The controller of fixed steps accepts every step, and the loop cuts its steps", () => {
  const controller = fixedSteps();
  expect(Object.isFrozen(controller)).toBe(true);
  expect(controller).toMatchObject({
    name: "fixed",
    adaptive: false,
    firstStep: Number.POSITIVE_INFINITY,
  });
  expect(controller.init()).toBeUndefined();
  expect(
    controller.next(undefined, { step: 1, proposal: 2, errorRatio: Number.NaN, order: 4 }),
  ).toEqual({ accepted: true, step: Number.POSITIVE_INFINITY, state: undefined });
});
