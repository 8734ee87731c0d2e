import { nextAfter, type State, type StepRequest } from "@symplectic-adjoint/core";
import { type NumberArray, smallTableaux } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { type ExplicitRungeKutta, explicitRungeKutta } from "../src/index.js";
import { coupled } from "./support/coupled.js";
import { denseTableaux } from "./support/dense-tableaux.js";
import { failing } from "./support/failing.js";
import { setUp } from "./support/set-up.js";
import { attemptOf, stateOperations } from "./support/stepwise.js";

type S = State<NumberArray>;
const SPAN = { t: 0.25, h: 0.5, end: 0.75 };
const LAST = nextAfter(0.75, -1);

const [heun2, rk4, bosh3] = [
  explicitRungeKutta(smallTableaux.heun2),
  explicitRungeKutta(smallTableaux.rk4),
  explicitRungeKutta(smallTableaux.bosh3),
];
const [dopri5, branched] = [
  explicitRungeKutta(denseTableaux.dopri5),
  explicitRungeKutta(denseTableaux.branched),
];

/** An attempt from (0.9, −0.4), with what it evaluated; the caller releases its result. */
function attemptWith(method: ExplicitRungeKutta, change: Partial<StepRequest<S>>) {
  const { backend, problem, evaluatedAt } = setUp(coupled);
  const y = [backend.array([0.9, -0.4])];
  const pass = { evaluations: 0 };
  const operations = stateOperations(problem, pass as never);
  const before = backend.live();
  const taken = attemptOf<S>(
    method.attempt(problem, operations, {
      ...SPAN,
      firstStageTime: SPAN.t,
      y,
      memory: [],
      startSlope: undefined,
      estimatesError: false,
      handsOver: "no",
      ...change,
    }),
  );
  const { startSlope, next, endSlope, errorRatio, stages = [], slopes = [] } = taken;
  const owned = [startSlope, next, endSlope, ...stages, ...slopes].filter((s) => s !== undefined);
  if (typeof errorRatio === "object") owned.push([errorRatio]);
  return { backend, problem, taken, owned, evaluatedAt, made: backend.live() - before };
}

const values = (state: S | undefined) => state?.map((leaf) => leaf.values);

describe("An attempt that keeps its slopes", () => {
  test.each([
    ["rk4", rk4, [0, 1, 2, 3, 4]],
    ["bosh3", bosh3, [0, 1, 2, 3]],
    ["dopri5, with a hole where the weight is zero", dopri5, [0, 2, 3, 4, 5, 6]],
    ["a method with further stages", branched, [0, 1, 4]],
  ] as const)("%s returns those with a weight.", (_, method, kept) => {
    const { taken } = attemptWith(method, { keepsSlopes: true });
    expect(taken.slopes).toHaveLength(method.interpolation.slopes);
    expect(taken.slopes?.flatMap((slope, i) => (slope === undefined ? [] : [i]))).toEqual(kept);
  });

  test.each([
    ["rk4: one more, at the end", rk4, 4, [LAST]],
    ["bosh3: one more, at the end", bosh3, 3, [LAST]],
    ["dopri5: one more, at the end", dopri5, 6, [LAST]],
    ["a method with further stages: those that matter", branched, 2, [0.375, 0.625]],
  ] as const)("evaluates no more than that needs. %s.", (_, method, plain, more) => {
    const times = attemptWith(method, { keepsSlopes: true }).evaluatedAt;
    expect(attemptWith(method, {}).evaluatedAt).toHaveLength(plain);
    expect(times).toEqual([...times.slice(0, plain), ...more]);
  });

  test("evaluates nothing more with an error estimate, if the last stage is at the end.", () => {
    const plain = attemptWith(dopri5, { estimatesError: true }).evaluatedAt;
    const dense = attemptWith(dopri5, { estimatesError: true, keepsSlopes: true }).evaluatedAt;
    expect(dense).toEqual(plain);
  });

  test.each([
    [rk4, 0],
    [bosh3, 0],
    [dopri5, 0],
    [branched, 2],
  ])("says how many evaluations cannot be shared with the next step.", (method, extra) => {
    expect(method.interpolation.extraEvaluations).toBe(extra);
  });

  test.each([true, false])(
    "has bitwise the same result (with an estimate: %s).",
    (estimatesError) => {
      for (const method of [heun2, bosh3, dopri5]) {
        const request = { estimatesError, handsOver: "ifEvaluated", keepsStages: true } as const;
        const plain = attemptWith(method, request).taken;
        const dense = attemptWith(method, { ...request, keepsSlopes: true }).taken;
        expect(values(dense.next)).toEqual(values(plain.next));
        expect(dense.stages?.map(values)).toEqual(plain.stages?.map(values));
        expect(dense.errorRatio).toEqual(plain.errorRatio);
      }
    },
  );

  test("returns values that do not share memory.", () => {
    for (const method of [rk4, bosh3, dopri5, branched]) {
      const { backend, taken, owned, made } = attemptWith(method, {
        keepsSlopes: true,
        keepsStages: true,
        handsOver: "always",
      });
      expect(new Set(owned.flat()).size).toBe(owned.length);
      expect(made).toBe(owned.length);
      const { slopes = [] } = taken;
      const before = slopes.map(values);
      for (const state of [taken.startSlope, taken.endSlope, taken.next, ...(taken.stages ?? [])])
        backend.release(state as S);
      expect(slopes.map((slope) => slope && backend.linearCombination(slope, 0, [], []))).toEqual(
        before.map((leaves) => leaves?.map((leaf) => expect.objectContaining({ values: leaf }))),
      );
    }
  });

  test("copies the slope that it was given.", () => {
    const { backend, taken } = attemptWith(bosh3, { keepsSlopes: true });
    const known = taken.startSlope as S;
    const again = attemptWith(bosh3, { keepsSlopes: true, startSlope: known });
    expect(again.taken.startSlope).toBe(known);
    expect(again.taken.slopes?.[0]).not.toBe(known);
    backend.release(known);
    expect(again.taken.slopes?.[0]?.[0]?.freed).toBe(false);
  });
});

describe("f at the end of a step", () => {
  const handed = (method: ExplicitRungeKutta, change: Partial<StepRequest<S>>) => {
    const { taken, evaluatedAt, problem } = attemptWith(method, change);
    const { endSlope, next } = taken;
    if (endSlope !== undefined)
      expect(values(endSlope)).toEqual(values(problem.dynamics.evaluate(LAST, next)));
    return { isHanded: endSlope !== undefined, evaluations: evaluatedAt.length };
  };

  test("is not handed over if it is not wanted.", () => {
    for (const change of [{}, { estimatesError: true }, { keepsSlopes: true }])
      for (const method of [heun2, bosh3])
        expect(handed(method, { ...change, handsOver: "no" }).isHanded).toBe(false);
  });

  test("is handed over if it was evaluated for an estimate or for slopes, and not evaluated for that.", () => {
    const handsOver = "ifEvaluated";
    expect(handed(bosh3, { handsOver }).isHanded).toBe(false);
    expect(handed(bosh3, { handsOver, estimatesError: true }).isHanded).toBe(true);
    expect(handed(bosh3, { handsOver, keepsSlopes: true }).isHanded).toBe(true);
    expect(handed(heun2, { handsOver, estimatesError: true }).isHanded).toBe(false);
    expect(handed(heun2, { handsOver, keepsSlopes: true }).isHanded).toBe(true);
    expect(handed(branched, { handsOver, keepsSlopes: true }).isHanded).toBe(false);
    expect(handed(bosh3, { handsOver }).evaluations).toBe(3);
    expect(handed(rk4, { handsOver }).evaluations).toBe(4);
  });

  test("is evaluated if it is wanted in any case.", () => {
    const handsOver = "always";
    for (const change of [{}, { estimatesError: true }, { keepsSlopes: true }]) {
      for (const method of [heun2, bosh3, dopri5, branched])
        expect(handed(method, { ...change, handsOver }).isHanded).toBe(true);
    }
    // The evaluation of the check comes on top.
    expect(handed(rk4, { handsOver }).evaluations).toBe(4 + 1 + 1);
    expect(handed(rk4, { handsOver, keepsSlopes: true }).evaluations).toBe(4 + 1 + 1);
    expect(handed(bosh3, { handsOver }).evaluations).toBe(3 + 1 + 1);
  });
});

test("A fused step is used only where it returns what is requested.", () => {
  const used = (method: ExplicitRungeKutta, change: Partial<StepRequest<S>>): boolean => {
    const { backend, problem } = setUp(coupled);
    let fused = false;
    const operations = {
      ...stateOperations(problem, { evaluations: 0 } as never),
      attempt: (() => {
        fused = true;
        return {};
      }) as never,
    };
    method.attempt(problem, operations, {
      ...SPAN,
      firstStageTime: SPAN.t,
      y: [backend.array([0.9, -0.4])],
      memory: [],
      startSlope: undefined,
      estimatesError: false,
      handsOver: "no",
      ...change,
    });
    return fused;
  };
  for (const method of [heun2, bosh3]) {
    expect(used(method, {})).toBe(true);
    expect(used(method, { estimatesError: true, handsOver: "ifEvaluated" })).toBe(true);
    expect(used(method, { keepsSlopes: true })).toBe(false);
    expect(used(method, { estimatesError: true, keepsSlopes: true })).toBe(false);
  }
  // Its last stage is one that an estimate of the error evaluates.
  expect(used(bosh3, { handsOver: "always" })).toBe(true);
  expect(used(heun2, { handsOver: "always" })).toBe(false);
  expect(used(bosh3, { estimatesError: true, handsOver: "always" })).toBe(true);
  expect(used(heun2, { estimatesError: true, handsOver: "always" })).toBe(false);
});

describe("When something fails while slopes are kept", () => {
  const request = {
    ...SPAN,
    firstStageTime: SPAN.t,
    memory: [],
    startSlope: undefined,
    estimatesError: true,
    handsOver: "always",
    keepsSlopes: true,
    keepsStages: true,
  } as const;

  test.each([heun2, bosh3, dopri5])("everything is freed.", (method) => {
    let failures = 0;
    for (let call = 0; ; call++) {
      const { backend, problem } = setUp(coupled);
      const y = [backend.array([0.9, -0.4])];
      const operations = stateOperations(problem, { evaluations: 0 } as never);
      const faulty = failing(operations, call, ["evaluate", "linearCombination", "retain"]);
      const before = backend.live();
      try {
        method.attempt(problem, faulty.subject, { ...request, y });
      } catch {
        expect(backend.live()).toBe(before);
        failures++;
        continue;
      }
      break;
    }
    expect(failures).toBeGreaterThan(6);
  });
});

describe("The weights of a method's dense output", () => {
  test("are at the end exactly those of its result, and at the start zero.", () => {
    for (const method of [rk4, bosh3, dopri5, branched]) {
      const { interpolation, tableau } = method;
      const count = interpolation.slopes;
      expect(interpolation.weights(1)).toEqual(
        Array.from({ length: count }, (_, i) => tableau.b[i] ?? 0),
      );
      expect(interpolation.weights(0)).toEqual(new Array(count).fill(0));
    }
  });

  test("may be changed by their receiver.", () => {
    const weights = rk4.interpolation.weights(1) as Array<number>;
    weights[0] = 7;
    expect(rk4.interpolation.weights(1)[0]).toBe(1 / 6);
  });

  test("have the derivatives of polynomials.", () => {
    // θ − θ²/2 − … of rk4: w_1 = b(3θ² − 2θ³) + θ − 2θ² + θ³ with b = 1/6.
    const theta = 0.3;
    const { weights, derivatives, secondDerivatives } = rk4.interpolation;
    expect(weights(theta)[0]).toBeCloseTo(theta - 1.5 * theta ** 2 + (2 / 3) * theta ** 3, 15);
    expect(derivatives(theta)[0]).toBeCloseTo(1 - 3 * theta + 2 * theta ** 2, 15);
    expect(secondDerivatives?.(theta)[0]).toBeCloseTo(-3 + 4 * theta, 15);
    expect(weights(theta)[4]).toBeCloseTo(theta ** 3 - theta ** 2, 15);
    expect(derivatives(theta)[4]).toBeCloseTo(3 * theta ** 2 - 2 * theta, 15);
    expect(secondDerivatives?.(theta)[4]).toBeCloseTo(6 * theta - 2, 15);
  });

  test("have at both ends the derivative that joins the steps smoothly.", () => {
    for (const { interpolation } of [rk4, bosh3, dopri5]) {
      const unit = (index: number) =>
        Array.from({ length: interpolation.slopes }, (_, i) => (i === index ? 1 : 0));
      interpolation.derivatives(0).forEach((x, i) => {
        expect(x).toBeCloseTo(unit(0)[i] as number, 14);
      });
      interpolation.derivatives(1).forEach((x, i) => {
        expect(x).toBeCloseTo(unit(interpolation.slopes - 1)[i] as number, 14);
      });
    }
  });
});

test("An attempt without slopes has no such field.", () => {
  expect("slopes" in attemptWith(rk4, {}).taken).toBe(false);
});
