import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { type TfjsNode, useNode } from "@symplectic-adjoint/backend-node";
import { compiled } from "@symplectic-adjoint/compile";
import { tensorflowGraphs } from "@symplectic-adjoint/compile/tensorflow";
import * as tf from "@tensorflow/tfjs";
import * as library from "symplectic-adjoint";
import { beforeAll, describe, expect, it } from "vitest";
import { loadTfjsNode } from "./support/load-tfjs-node.js";

const load = loadTfjsNode as () => TfjsNode;

if (loadTfjsNode === undefined)
  console.warn("graphs are not tested: run scripts/libtensorflow.sh to have libtensorflow");

const functions = [
  library.odeint,
  library.odeintAdjoint,
  library.odeintCheckpoint,
  library.odeintOnecheckpoint,
  library.odeintSymplecticAdjoint,
].map((integrate) => ({ name: integrate.name, integrate: integrate as typeof library.odeint }));

const options = [
  ["fixed steps", { method: "rk4", stepsPerInterval: 4 }],
  ["adaptive steps", { method: "dopri5", rtol: 1e-3, atol: 1e-4 }],
] as const;

/** A network of two layers that uses the time; 2048 multiplications for each row of a batch. */
function network(batch: number) {
  const normal = (shape: Array<number>, seed: number) =>
    tf.randomNormal(shape, 0, 0.2, "float32", seed);
  const weights = [[32, 32], [32], [32, 32], [32]].map((shape, i) => normal(shape, i + 1));
  const [w1, b1, w2, b2] = weights as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const f = (t: tf.Scalar, y: tf.Tensor): tf.Tensor => {
    const hidden = tf.tanh(tf.add(tf.matMul(y, w1), b1));
    return tf.add(tf.mul(tf.matMul(hidden, w2), tf.cos(t)), b2);
  };
  return { f, weights, y0: normal([batch, 32], 9) };
}

/** The relative difference in the Euclidean norm. */
function difference(found: tf.Tensor, expected: tf.Tensor): number {
  return tf.tidy(() =>
    tf.div(tf.norm(tf.sub(found, expected)), tf.norm(expected)).dataSync(),
  )[0] as number;
}

function executorOf({ stats }: Pick<library.Solution<tf.Tensor>, "stats">): string | undefined {
  const { compiled: how } = stats;
  return how !== undefined && "executor" in how ? how.executor : undefined;
}

describe.skipIf(loadTfjsNode === undefined)("Graphs of TensorFlow", () => {
  beforeAll(async () => {
    await useNode(load);
  });

  describe.each(functions)("in $name", ({ integrate }) => {
    it.each(options)("give the solution and all gradients of WebAssembly, with %s.", (_, given) => {
      const { f, weights, y0 } = network(512);
      const before = tf.memory().numTensors;
      const run = (executor: "wasm" | ReturnType<typeof tensorflowGraphs>) => {
        const g = compiled(f, { time: "tensor", executor });
        const loss = (start: tf.Tensor, ...parameters: Array<tf.Tensor>) => {
          const all = { ...given, time: "tensor", parameters } as const;
          const ys = integrate(g as never, start, [0, 0.5, 1], all as never) as tf.Tensor;
          return tf.sum(tf.square(ys)) as tf.Scalar;
        };
        const { value, grads } = tf.valueAndGrads(loss as never)([y0, ...weights]);
        return [value, ...grads];
      };
      const [found, expected] = [run(tensorflowGraphs(load())), run("wasm")];
      for (const [i, tensor] of found.entries())
        expect(difference(tensor, expected[i] as tf.Tensor)).toBeLessThan(1e-5);
      tf.dispose([found, expected]);
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose([weights, y0]);
    });
  });

  it("run large functions, and WebAssembly small ones.", () => {
    const executor = tensorflowGraphs(load());
    const by = (batch: number): string | undefined => {
      const { f, weights, y0 } = network(batch);
      const given = { ...options[0][1], time: "tensor" } as const;
      const g = compiled(f, { time: "tensor", executor });
      const solution = library.solve(g as never, y0, [0, 1], given);
      const found = executorOf(solution);
      solution.dispose();
      tf.dispose([weights, y0]);
      return found;
    };
    expect(by(512)).toBe("tensorflow");
    expect(by(8)).toBe("wasm");
  });

  it("need not be the active engine.", async () => {
    await useCpu();
    const { f, weights, y0 } = network(512);
    // Rounding would decide about lengths of steps.
    const given = { ...options[0][1], time: "tensor" } as const;
    const ys = ["wasm" as const, tensorflowGraphs(load())].map((executor) => {
      const g = compiled(f, { time: "tensor", executor });
      const solution = library.solve(g as never, y0, [0, 1], given);
      expect(executorOf(solution)).toBe(executor === "wasm" ? "wasm" : "tensorflow");
      const kept = tf.clone(solution.ys as tf.Tensor);
      solution.dispose();
      return kept;
    });
    expect(difference(ys[1] as tf.Tensor, ys[0] as tf.Tensor)).toBeLessThan(1e-5);
    tf.dispose([weights, y0, ys]);
  });

  it("are checked in double precision, in WebAssembly.", async () => {
    const { f, weights, y0 } = network(512);
    const [w1, b1] = weights as [tf.Tensor, tf.Tensor];
    const g = compiled(f, { time: "tensor", executor: tensorflowGraphs(load()) });
    const report = await library.checkGradient(g as never, y0, [0, 0.1], {
      ...{ method: "rk4", stepsPerInterval: 1, time: "tensor", parameters: [w1, b1] },
    } as never);
    expect(report).toMatchObject({ precision: "float64" });
    tf.dispose([weights, y0]);
  });
});
