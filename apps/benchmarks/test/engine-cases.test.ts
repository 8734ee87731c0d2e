import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Case, Computation } from "../src/cases/case.js";
import { type NetworkKind, networkCase, sameCase } from "../src/cases/case-key.js";
import { equippedCases, stockCases } from "../src/cases/engine-cases.js";
import { normOf } from "../src/cases/norm-of.js";
import { timeCalls } from "../src/cases/time-calls.js";

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend("cpu");
});

function prepared(cases: ReadonlyArray<Case>, kind: NetworkKind): Computation {
  const key = networkCase(kind, { batch: 1, state: 2, width: 16 });
  const found = cases.find((each) => sameCase(each.key, key));
  if (found === undefined) throw new Error(`There is no ${kind}.`);
  return found.prepare();
}

describe("the cases of an engine", () => {
  it("are all different.", () => {
    for (const cases of [equippedCases, stockCases]) {
      for (const { key } of cases)
        expect(cases.filter((each) => sameCase(each.key, key))).toHaveLength(1);
    }
  });

  it("compute the same with the library and without.", async () => {
    const computations = [equippedCases, stockCases].map((cases) => prepared(cases, "vjp"));
    const [a, b] = await Promise.all(computations.map(async (each) => each.compute()));
    expect(await normOf(a ?? [])).toBeCloseTo(await normOf(b ?? []), 4);
    tf.dispose([...(a ?? []), ...(b ?? [])] as Array<tf.Tensor>);
  });

  it.each(["evaluation", "vjp", "products", "rk4", "dopri5"] as const)(
    "leave no tensors behind: %s.",
    async (kind) => {
      const computation = prepared(equippedCases, kind);
      await expect(timeCalls(computation, 2, undefined)).resolves.toBeDefined();
    },
  );

  it("fail when tensors are left behind.", async () => {
    const leaky = {
      compute: () => {
        tf.keep(tf.scalar(1));
        return [];
      },
    };
    await expect(timeCalls(leaky, 3, undefined)).rejects.toThrow("3 calls left 3 tensors behind");
  });

  it("count what a gradient did.", async () => {
    const rk4 = prepared(equippedCases, "rk4");
    tf.dispose((await rk4.compute()) as Array<tf.Tensor>);
    expect(rk4.counts?.()).toEqual({
      evaluations: 220,
      recorded: 80,
      vjps: 80,
      accepted: 20,
      rejected: 0,
    });
  });
});
