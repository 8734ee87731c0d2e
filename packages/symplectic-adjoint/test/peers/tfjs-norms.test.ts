import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { odeintAdjoint, solve } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { adaptiveMethods } from "../support/tfjs/methods.js";
import { networkFunction, networkState, networkWeights } from "../support/tfjs/network-problem.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

// After torchdiffeq's norm_tests in float32.

const rms = (x: tf.Tensor): tf.Scalar => tf.sqrt(tf.mean(tf.square(x)));
const largest = (xs: ReadonlyArray<tf.Tensor>): tf.Scalar => tf.max(tf.stack(xs.map(rms)));
const rough = { method: "dopri5", rtol: 1e-4, atol: 1e-5 } as const;

onEachEngine("A custom norm", () => {
  describe.each(strategies)("with $name", ({ integrate }) => {
    it.each([[[]], [[1]], [[2, 2]]])("receives a tensor for a tensor of shape %j", (shape) => {
      const seen = new Set<string>();
      const y0 = tf.fill(shape, 0.5);
      const norm = (error: unknown) => {
        seen.add(`${(error as tf.Tensor).shape}`);
        return rms(error as tf.Tensor);
      };
      const f = (t: number, y: tf.Tensor) => tf.mul(tf.sin(y), Math.cos(t));
      const own = integrate(f, y0, [0, 1], { ...rough, norm });
      expect([...seen]).toEqual([`${shape}`]);
      expectClose(own, integrate(f, y0, [0, 1], rough), 1e-5);
    });

    it("receives a list of one, of two, or a record, as the state is", () => {
      const seen: Array<unknown> = [];
      const norm = (error: unknown): tf.Scalar => {
        seen.push(error);
        return largest(Object.values(error as Record<string, tf.Tensor>));
      };
      const options = { ...rough, norm };
      const f = <Y>(_t: number, y: Y): Y => y;
      integrate(f, [tf.scalar(1)], [0, 1], options);
      integrate(f, [tf.scalar(1), tf.tensor1d([1, 2])], [0, 1], options);
      integrate(f, { q: tf.scalar(1), p: tf.tensor1d([1, 2]) }, [0, 1], options);
      const kinds = new Set(
        seen.map((error) =>
          Array.isArray(error) ? error.length : Object.keys(error as object).join(),
        ),
      );
      expect([...kinds]).toEqual([1, 2, "q,p"]);
    });
  });

  it.each(adaptiveMethods.filter((name) => name !== "dopri8"))(
    "that is ten times as large does not take fewer evaluations of %s",
    (method) => {
      const count = (factor: number): number => {
        const solution = solve(networkFunction(networkWeights()), networkState(), [0, 1], {
          ...{ method, rtol: 1e-4, atol: 1e-5, differentiate: false },
          norm: (error) => tf.mul(rms(error as tf.Tensor), factor),
        });
        solution.dispose();
        return solution.stats.forward.evaluations;
      };
      expect(count(1)).toBeLessThanOrEqual(count(10));
    },
  );

  it("of the continuous adjoint receives state, adjoint and parameters' adjoint apart", () => {
    const shapes = new Set<string>();
    const gradientWith = (norm: unknown) =>
      tf.grad((y: tf.Tensor) => {
        const ys = odeintAdjoint(networkFunction(networkWeights()), y, [0, 1], {
          ...{ ...rough, adjointOptions: { norm: norm as "default" } },
        });
        return tf.sum(ys);
      })(networkState());
    type Parts = Readonly<Record<"y" | "lambda" | "theta", ReadonlyArray<tf.Tensor>>>;
    const own = gradientWith(({ y, lambda, theta }: Parts) => {
      shapes.add(JSON.stringify([y, lambda].map((list) => list.map(({ shape }) => shape))));
      expect(theta).toHaveLength(0);
      return largest([...y, ...lambda]);
    });
    expect([...shapes]).toEqual(["[[[3,2]],[[3,2]]]"]);
    expectClose(own, gradientWith("default"), 1e-5);
    expectClose(own, gradientWith("seminorm"), 1e-5);
  });

  it("of the continuous adjoint takes no more evaluations as a seminorm", () => {
    const strategy = strategies.find(({ exact }) => !exact) as (typeof strategies)[number];
    const count = async (norm: "default" | "seminorm"): Promise<number> => {
      const y0 = networkState();
      const solution = await strategy.integrateAsync(
        networkFunction(networkWeights()),
        y0,
        [0, 2],
        {
          ...{ method: "dopri5", rtol: 1e-5, atol: 1e-6 },
          ...({ adjointOptions: { norm } } as object),
        },
      );
      tf.tidy(() => void solution.pullback(solution.ys));
      solution.dispose();
      return solution.stats.backward.evaluations;
    };
    return Promise.all([count("seminorm"), count("default")]).then(([semi, full]) => {
      expect(semi).toBeGreaterThan(0);
      expect(semi).toBeLessThanOrEqual(full);
    });
  });
});
