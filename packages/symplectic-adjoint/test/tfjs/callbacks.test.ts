import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { leanEngineStatus } from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

const METHODS = ["runKernel", "endScope", "gradients", "customGrad"];
const hidden = (): Array<string> => METHODS.filter((name) => Object.hasOwn(tf.engine(), name));

type Parts = Readonly<Record<"y" | "lambda", ReadonlyArray<tf.Tensor>>>;

/** Options whose callbacks note which methods of the engine are hidden when they are called, and f that does the same. */
function watched() {
  const seen = new Map<string, Set<string>>();
  const note = (name: string): void => {
    seen.set(name, seen.get(name) ?? new Set());
    for (const method of hidden()) seen.get(name)?.add(method);
  };
  const norm = (scaled: tf.Tensor): tf.Tensor => {
    note("norm");
    return tf.norm(scaled);
  };
  const f = (_t: number, y: tf.Tensor): tf.Tensor => {
    note("f");
    return tf.sin(y);
  };
  return {
    seen,
    f,
    options: {
      rtol: 1e-3,
      atol: 1e-4,
      norm: norm as never,
      onStep: () => note("onStep"),
      signal: {
        get aborted(): boolean {
          note("signal");
          return false;
        },
      },
    },
    adjointOptions: {
      norm: ({ y, lambda }: Parts) => {
        note("norm of the adjoint");
        return tf.maximum(tf.norm(y[0] as tf.Tensor), tf.norm(lambda[0] as tf.Tensor));
      },
    },
  };
}

onEachEngine("Callbacks of the user see no method of the engine replaced", () => {
  describe.each(strategies)("by $name", ({ name, integrate, integrateAsync }) => {
    const names = ["f", "norm", "onStep", "signal"];
    if (name === "odeintAdjoint") names.push("norm of the adjoint");

    function check(seen: ReadonlyMap<string, ReadonlySet<string>>): void {
      expect([...seen.keys()].sort()).toEqual([...names].sort());
      for (const [callback, methods] of seen) {
        if (callback !== "f") expect([callback, ...methods]).toEqual([callback]);
      }
      // So the look is one that finds something.
      const expected = leanEngineStatus().inUse ? METHODS : ["gradients", "customGrad"];
      expect([...(seen.get("f") ?? [])]).toEqual(expected);
      expect(hidden()).toEqual([]);
    }

    it("in tf.grad", () => {
      const { seen, f, options, adjointOptions } = watched();
      const more = name === "odeintAdjoint" ? { ...options, adjointOptions } : options;
      tf.grad((y: tf.Tensor) => tf.sum(integrate(f, y, [0, 1], more as never)))(
        tf.tensor1d([1, 2]),
      );
      check(seen);
    });

    it.each([true, false])("asynchronously, with speculation: %s", async (speculate) => {
      const { seen, f, options, adjointOptions } = watched();
      const more = name === "odeintAdjoint" ? { ...options, adjointOptions } : options;
      const y0 = tf.tensor1d([1, 2]);
      const solution = await integrateAsync(f, y0, [0, 1], { ...more, speculate } as never);
      await solution.pullbackAsync(solution.ys);
      solution.dispose();
      check(seen);
    });
  });
});
