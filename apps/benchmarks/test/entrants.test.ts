import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { equippedEntrants, stockEntrants } from "../src/engines/entrants.js";
import { normOf } from "../src/engines/norm-of.js";
import { timeCalls } from "../src/engines/time-calls.js";

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend("cpu");
});

describe("what is timed", () => {
  const entrants = (kind: string) => [
    equippedEntrants[`${kind} 1x2x16`]?.(),
    stockEntrants[`${kind} 1x2x16`]?.(),
  ];

  it("is the same with the library and without.", async () => {
    const [ours, stock] = entrants("vjp");
    const [a, b] = await Promise.all([ours, stock].map(async (each) => each?.compute() ?? []));
    expect(await normOf(a ?? [])).toBeCloseTo(await normOf(b ?? []), 4);
    tf.dispose([...(a ?? []), ...(b ?? [])] as Array<tf.Tensor>);
  });

  it.each(["evaluation", "vjp", "products", "rk4", "dopri5"])(
    "leaves no tensors behind: %s.",
    async (kind) => {
      const [ours] = entrants(kind);
      if (ours === undefined) throw new Error(`There is no ${kind}.`);
      await expect(timeCalls(ours, 2, undefined)).resolves.toBeDefined();
    },
  );

  it("tells when tensors are left behind.", async () => {
    const leaky = {
      compute: () => {
        tf.keep(tf.scalar(1));
        return [];
      },
    };
    await expect(timeCalls(leaky, 3, undefined)).rejects.toThrow("3 calls left 3 tensors behind");
  });

  it("counts what a gradient did.", async () => {
    const rk4 = equippedEntrants["rk4 1x2x16"]?.();
    tf.dispose((await rk4?.compute()) as Array<tf.Tensor>);
    expect(rk4?.counts?.()).toEqual({
      evaluations: 220,
      recorded: 80,
      vjps: 80,
      accepted: 20,
      rejected: 0,
    });
  });
});
