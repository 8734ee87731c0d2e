import { type Dynamics, type DynamicsContext, OdeError } from "@symplectic-adjoint/core";
import {
  kepler,
  lorenz,
  lotkaVolterra,
  mlp,
  type TestProblem,
  vanDerPol,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  type CheckGradientOptions,
  checkGradient,
  continuousAdjoint,
  float64,
  type GradientMismatchError,
  type GradientReport,
  solve,
} from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { asynchronousFloat64 } from "../support/asynchronous-float64.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { jumping } from "../support/jumping.js";
import { nestedLotkaVolterra, nestedState } from "../support/nested-lotka-volterra.js";

type Options = Partial<CheckGradientOptions<Float64Array, never>>;

const times = [0, 0.4, 1];

const check = (problem: TestProblem, options: Options = {}, t: ReadonlyArray<number> = times) =>
  checkGradient(problem, problem.y0, t, { ...options, backend: float64 });

/** The error that a check is rejected with. */
async function refusal(promise: Promise<GradientReport>): Promise<GradientMismatchError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OdeError);
  return error as GradientMismatchError;
}

/** The problem with a vjp whose result for one number, of y or of the parameters, is another. */
function spoilt(
  problem: TestProblem,
  of: "y" | "parameters",
  index: number,
  by: (right: number) => number,
): TestProblem {
  return {
    ...problem,
    vjp(t, y, p, g, yBar, pBar) {
      const right = [new Float64Array(yBar.length), new Float64Array(pBar.length)] as const;
      problem.vjp(t, y, p, g, ...right);
      const wrong = right[of === "y" ? 0 : 1];
      wrong[index] = by(wrong[index] as number);
      right[0].forEach((value, i) => {
        yBar[i] = (yBar[i] as number) + value;
      });
      right[1].forEach((value, i) => {
        pBar[i] = (pBar[i] as number) + value;
      });
    },
  };
}

const problems = [mlp(), lotkaVolterra(), lorenz(), vanDerPol(), kepler()];

describe.each(exactAdjoints)("The gradient of %s", (_, adjoint) => {
  test.each(problems)("agrees with differences of $name to eleven digits.", async (problem) => {
    const report = await check(problem, { adjoint });
    expect(report.comparisons).toHaveLength(4);
    expect(report.largestError).toBeLessThan(1e-11);
    expect(report).toMatchObject({ adjoint: adjoint.name, tolerance: Math.sqrt(2 ** -53) });
  });

  test("agrees for jumps, decreasing times, fixed steps, and nested states.", async () => {
    const jump = await check(jumping, { adjoint, jumpT: [0.5] }, [0, 0.7, 1]);
    expect(jump.largestError).toBeLessThan(1e-10);
    const back = await check(lotkaVolterra(), { adjoint, method: "bosh3" }, [1, 0.3, -0.5]);
    expect(back.largestError).toBeLessThan(1e-10);
    const fixed = await check(mlp(), { adjoint, method: "rk4", stepsPerInterval: 3 });
    expect(fixed).toMatchObject({ steps: 6 });
    expect(fixed.largestError).toBeLessThan(1e-10);
    const nested = await checkGradient(nestedLotkaVolterra, nestedState(1, 1.5), times, {
      ...{ adjoint, backend: float64, directions: 1 },
    });
    expect(nested.comparisons.map(({ argument }) => argument)).toEqual([
      "y0[0].prey",
      "y0[1]",
      "parameters.growth",
      "parameters.death",
    ]);
    expect(nested.largestError).toBeLessThan(1e-10);
  });
});

test("The gradient of the continuous adjoint agrees within its tolerance, and not within a smaller one.", async () => {
  const rough = { adjoint: continuousAdjoint(), rtol: 1e-4, atol: 1e-6 };
  const report = await check(vanDerPol(), rough);
  expect(report.tolerance).toBe(1e-2);
  expect(report.largestError).toBeLessThan(1e-2);
  expect(report.largestError).toBeGreaterThan(1e-7);
  const error = await refusal(check(vanDerPol(), { ...rough, gradientTolerance: 1e-8 }));
  expect(error.code).toBe("GRADIENT_MISMATCH");
  expect(error.remedy).toContain("gradientTolerance");
});

describe.each(allAdjoints)("Under %s", (_, adjoint) => {
  const problem = lotkaVolterra();

  test.each([0, 1, 2, 3])(
    "one wrong number in the vjp for the parameters, number %d, is found.",
    async (index) => {
      for (const by of [(x: number) => 2 * x, () => 0, (x: number) => 0.9 * x]) {
        const wrong = spoilt(problem, "parameters", index, by);
        const error = await refusal(check(wrong, { adjoint }));
        expect(error).toMatchObject({ name: "GradientMismatchError", code: "GRADIENT_MISMATCH" });
        expect(error.argument).toBe("The gradient of parameters");
        for (const { argument, verdict } of error.report.comparisons) {
          if (argument === "y0") expect(verdict).toBe("agrees");
        }
      }
    },
  );

  test.each([0, 1])("one wrong number in the vjp for y, number %d, is found.", async (index) => {
    const error = await refusal(
      check(
        spoilt(problem, "y", index, (x) => 1.5 * x),
        { adjoint },
      ),
    );
    expect(error.argument).toBe("The gradient of y0");
  });
});

test("The message names the factor, or a gradient that is zero, not finite, or should be zero.", async () => {
  const scaled = (factor: number): TestProblem => ({
    ...scalar,
    vjp(t, y, p, g, yBar, pBar) {
      const bar = Float64Array.of(0);
      scalar.vjp(t, y, p, g, yBar, bar);
      pBar[0] = (pBar[0] as number) + factor * (bar[0] as number);
    },
  });
  const messageOf = async (factor: number) => (await refusal(check(scaled(factor)))).message;
  expect(await messageOf(2)).toMatch(
    /^The gradient of parameters is wrong by a factor of 2: along a random direction it is .+, and finite differences of the replayed solution give .+ ± .+\. Check f for a hand-written gradient/,
  );
  expect(await messageOf(-1)).toContain("is wrong by a factor of -1:");
  expect(await messageOf(0)).toMatch(
    /^The gradient of parameters is zero, where finite differences/,
  );
  expect(await messageOf(Number.NaN)).toMatch(/^The gradient of parameters is not finite, where/);
  const idle = { ...scaled(1), evaluate: () => {} };
  expect((await refusal(check(idle))).message).toMatch(
    /^The gradient of y0 is .+ along a random direction, where finite differences of the replayed solution give .+ ± .+; finite differences also contradict parameters\./,
  );
});

/** y' = p y. */
const scalar: TestProblem = {
  name: "scalar",
  ...{ t0: 0, t1: 1, y0: Float64Array.of(1), parameters: Float64Array.of(-0.7) },
  evaluate(_t, [y = 0], [p = 0], dy) {
    dy[0] = p * y;
  },
  vjp(_t, [y = 0], [p = 0], [g = 0], yBar, pBar) {
    yBar[0] = (yBar[0] as number) + p * g;
    pBar[0] = (pBar[0] as number) + y * g;
  },
};

test("Of several arrays of parameters the wrong one is named, and the others agree.", async () => {
  const wrong: typeof nestedLotkaVolterra = {
    ...nestedLotkaVolterra,
    vjp(t, y, p, g, yBar, pBar) {
      nestedLotkaVolterra.vjp(t, y, p, g, yBar, pBar);
      pBar.death[1] = 0;
    },
  };
  const y0 = nestedState(1, 1.5);
  const error = await refusal(checkGradient(wrong, y0, times, { backend: float64 }));
  expect(error.argument).toBe("The gradient of parameters.death");
  const verdicts = error.report.comparisons.map(({ argument, verdict }) => [argument, verdict]);
  expect(new Map(verdicts as Array<[string, string]>)).toEqual(
    new Map([
      ["y0[0].prey", "agrees"],
      ["y0[1]", "agrees"],
      ["parameters.growth", "agrees"],
      ["parameters.death", "differs"],
    ]),
  );
});

test("The arrays of the caller hold the same bits afterwards, whichever evaluation throws.", async () => {
  // Parameters that share memory, a negative zero, and a NaN that f ignores.
  const memory = Float64Array.of(0.5, -0, 1.25, Number.NaN);
  const parameters = [memory.subarray(0, 3), memory.subarray(1, 3)];
  const y0 = Float64Array.of(1, -0);
  const bits = () => [...new BigUint64Array(memory.buffer), ...new BigUint64Array(y0.buffer)];
  const before = bits();
  let calls = 0;
  let failing = Number.POSITIVE_INFINITY;
  const func = {
    parameters,
    evaluate(_t: number, y: Float64Array, [a, b]: Array<Float64Array>, dy: Float64Array) {
      if (++calls === failing) throw new Error("on purpose");
      for (const i of [0, 1]) {
        dy[i] = (a?.[2 * i] as number) * (y[i] as number) + (b?.[0] as number);
      }
    },
    vjp(
      _t: number,
      y: Float64Array,
      [a]: Array<Float64Array>,
      g: Float64Array,
      yBar: Float64Array,
      [aBar, bBar]: Array<Float64Array>,
    ) {
      for (const i of [0, 1]) {
        const cotangent = g[i] as number;
        yBar[i] = (yBar[i] as number) + (a?.[2 * i] as number) * cotangent;
        (aBar as Float64Array)[2 * i] = (y[i] as number) * cotangent;
        (bBar as Float64Array)[0] = ((bBar as Float64Array)[0] as number) + cotangent;
      }
    },
  };
  const options = { backend: float64, method: "euler", directions: 1 } as const;
  // The middle number belongs to both arrays, which the vjp cannot know: each is told its part.
  const run = () => refusal(checkGradient(func, y0, [0, 0.5, 1], options));
  await run();
  expect(bits()).toEqual(before);
  const all = calls;
  for (failing = 1; failing <= all; failing += 3) {
    calls = 0;
    await checkGradient(func, y0, [0, 0.5, 1], options).catch(() => {});
    expect(bits()).toEqual(before);
  }
});

test("A solution from before can be pulled back afterwards: no parameter changed.", async () => {
  const problem = lotkaVolterra();
  const solution = solve(problem, problem.y0, times, { backend: float64 });
  await check(problem);
  expect(() => solution.pullback(new Float64Array(6))).not.toThrow();
});

test("Backends that deliver values asynchronously only are checked alike.", async () => {
  const problem = lotkaVolterra();
  const report = await checkGradient(problem, problem.y0, times, { backend: asynchronousFloat64 });
  expect(report.largestError).toBeLessThan(1e-11);
});

test("A seed gives the same report each time, another seed other directions.", async () => {
  const [first, second, other] = [
    await check(scalar, { seed: 3 }),
    await check(scalar, { seed: 3 }),
    await check(scalar, { seed: 4 }),
  ];
  expect(second).toEqual(first);
  expect(other.comparisons[0]?.gradient).not.toBe(first.comparisons[0]?.gradient);
  const three = await check(scalar, { directions: 3 });
  expect(three.comparisons.map(({ direction }) => direction)).toEqual([0, 0, 1, 1, 2, 2]);
});

test("Inconclusive differences are an error with the report, or return the report.", async () => {
  // A jump at the parameter's value: no difference quotient settles down.
  const jumps: TestProblem = {
    ...scalar,
    evaluate(_t, [y = 0], [p = 0], dy) {
      dy[0] = p > -0.7 ? y : -y;
    },
    vjp(_t, _y, _p, [g = 0], yBar) {
      yBar[0] = (yBar[0] as number) - g;
    },
  };
  const error = await refusal(check(jumps));
  expect(error).toMatchObject({ name: "GradientUnresolvedError", code: "GRADIENT_UNRESOLVED" });
  expect(error.message).toMatch(
    /^The gradient of parameters cannot be checked: no difference converges/,
  );
  const report = await check(jumps, { allowUnresolved: true });
  expect(report.comparisons.map(({ verdict }) => verdict)).toEqual([
    ...["agrees", "unresolved", "agrees", "unresolved"],
  ]);
});

test("Parameters that the backend cannot perturb are reported as unchecked.", async () => {
  const fixed: typeof float64 = {
    ...float64,
    dynamics(func: never, context: DynamicsContext<Float64Array>) {
      const { withParameters, ...others }: Dynamics<Float64Array> = float64.dynamics(func, context);
      return others;
    },
  };
  const error = await refusal(
    checkGradient(scalar, scalar.y0, times, { backend: fixed, directions: 1 }),
  );
  expect(error.message).toContain(
    "The gradient of parameters cannot be checked: no difference converges",
  );
  expect(error.report.comparisons.map(({ verdict }) => verdict)).toEqual(["agrees", "unresolved"]);
});

test("An f that is another each time is refused, and so is a solve that fails.", async () => {
  let calls = 0;
  const counting: TestProblem = {
    ...scalar,
    evaluate(t, y, p, dy) {
      scalar.evaluate(t, y, p, dy);
      dy[0] = (dy[0] as number) + ++calls / 100;
    },
  };
  const random = await refusal(check(counting, { method: "rk4" }));
  expect(random).toMatchObject({ name: "InvalidDynamicsError" });
  expect(random.message).toContain(
    "f returned different values when the same steps were replayed, so it has no derivative",
  );
  const failed = await refusal(check(scalar, { maxNumSteps: 2, firstStep: 1e-6 }));
  expect(failed).toMatchObject({ name: "IntegrationError" });
});

test("A signal ends it, in the solve and between replays.", async () => {
  for (const last of [1, 40]) {
    let calls = 0;
    const abort = new AbortController();
    const counted: TestProblem = {
      ...scalar,
      evaluate(t, y, p, dy) {
        if (++calls === last) abort.abort();
        scalar.evaluate(t, y, p, dy);
      },
    };
    const error = await refusal(check(counted, { method: "rk4", signal: abort.signal }));
    expect(error).toMatchObject({ code: "INTEGRATION_ABORTED" });
  }
});

test.each<readonly [string, unknown, RegExp]>([
  ["directions", 0, /^directions must be a positive integer \(got 0\)/],
  ["directions", "2", /^directions must be a positive integer \(got "2"\)/],
  ["seed", 0.5, /^seed must be an integer \(got 0.5\)/],
  ["gradientTolerance", 0, /^gradientTolerance must be a number between 0 and 1 \(got 0\)/],
  ["gradientTolerance", [1e-3], /^gradientTolerance must be a number between 0 and 1/],
  ["allowUnresolved", "yes", /^allowUnresolved must be true or false \(got "yes"\)/],
  ["differentiate", false, /options\.differentiate is not an option of this function/],
  ["direction", 3, /options\.direction is not an option of this function/],
])("The option %s = %j is refused.", async (name, value, message) => {
  const error = await refusal(check(scalar, { [name]: value }));
  expect(error.message).toMatch(message);
});

test("One time is no span, and an f without a vjp has no gradient.", async () => {
  const error = await refusal(check(scalar, {}, [0]));
  expect(error).toMatchObject({ name: "InvalidTimesError", argument: "t" });
  const plain = (_t: number, y: Float64Array) => y;
  const none = await refusal(checkGradient(plain, scalar.y0, [0, 1], { backend: float64 }));
  expect(none).toMatchObject({ name: "MissingGradientError" });
});
