import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { leanEngineStatus, tfjs, useLeanEngine } from "../src/index.js";
import { dynamicsOf } from "./dynamics-of.js";
import { activate } from "./on-each-engine.js";

vi.mock("@tensorflow/tfjs-core", async (original) => ({
  ...(await original<object>()),
  version_core: "4.99.0",
}));

const hidden = (): Array<string> =>
  ["runKernel", "endScope"].filter((name) => Object.hasOwn(tf.engine(), name));

/** The derivative of y² tanh(y) by `tf.grad`, which is differentiated in turn: 2 tanh + 4 y tanh' + y² tanh''. */
const slope = (y: tf.Tensor): tf.Tensor =>
  tf.grad((z: tf.Tensor) => tf.mul(tf.square(z), tf.tanh(z)))(y);
function curvature(y: number): number {
  const value = Math.tanh(y);
  const first = 1 - value ** 2;
  return 2 * value + 4 * y * first - y ** 2 * 2 * value * first;
}

beforeAll(() => activate("cpu"));

describe("With a version of tfjs-core that was not proven", () => {
  it("the leaner engine is not in use, cannot be switched on, and says why", () => {
    const undo = useLeanEngine(true);
    expect(leanEngineStatus()).toEqual({
      inUse: false,
      reason: "it was tested with @tensorflow/tfjs-core 4.22.0, and this is 4.99.0",
      version: "4.99.0",
      provenVersions: ["4.22.0"],
    });
    undo();
  });

  it("f is evaluated, recorded and pulled back, with its own derivatives, by the methods of the engine", () => {
    const before = tf.memory().numTensors;
    const y = tf.tensor1d([0.3, -1.2]);
    const methods: Array<string> = [];
    const f = (_: number, y: tf.Tensor) => {
      methods.push(...hidden());
      return slope(y);
    };
    const { evaluate, record } = dynamicsOf(f, y);
    const values = evaluate(0, [y]);
    const recorded = record(0, [y]);
    const one = [tf.onesLike(y)];
    const pulled = recorded.pullback(one, []);
    recorded.release();
    expect([...(recorded.value[0] as tf.Tensor).dataSync()]).toEqual([
      ...(values[0] as tf.Tensor).dataSync(),
    ]);
    const found = [...(pulled.y[0] as tf.Tensor).dataSync()];
    for (const [i, at] of [0.3, -1.2].entries()) expect(found[i]).toBeCloseTo(curvature(at), 5);
    expect(methods).toEqual([]);
    tf.dispose([y, one, values, pulled.y as Array<tf.Tensor>, recorded.value as Array<tf.Tensor>]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("a solver's entry joins the tape of tf.grads", () => {
    const x = tf.scalar(3);
    const gradient = tf.grad((x: tf.Tensor) => {
      const y = tfjs.tape.suspended(() => tf.square(x));
      tfjs.tape.join({
        name: "Square by hand",
        inputs: [x],
        outputs: [y],
        pullback: ([dy]) => [tf.mul(dy as tf.Tensor, tf.mul(x, 2))],
        release: () => {},
      });
      return y as tf.Tensor;
    })(x);
    expect(gradient.dataSync()[0]).toBe(6);
    tf.dispose([x, gradient]);
  });
});

describe("With a version that keeps its tape elsewhere", () => {
  afterEach(() => vi.resetModules());

  const state = () => tf.engine().state as unknown as Record<string, unknown>;

  /** The package anew, on an engine that works as ever, but does not record on an array that somebody else put in. */
  async function elsewhere(): Promise<typeof import("../src/index.js")> {
    vi.resetModules();
    const fresh = await import("../src/index.js");
    let tape: ReadonlyArray<unknown> | null = null;
    Object.defineProperty(state(), "activeTape", {
      configurable: true,
      get: () => tape,
      set: (next: ReadonlyArray<unknown> | null) => {
        tape = next && [...next];
      },
    });
    return fresh;
  }

  it("f is evaluated, and a gradient refused, with what to do", async () => {
    const { tfjs } = await elsewhere();
    const before = tf.memory().numTensors;
    try {
      const y0 = tf.tensor1d([1, 2]);
      const context = { t0: 0, y0: [y0], structure: { kind: "leaf" } as const };
      const f = (_: number, y: tf.Tensor) => tf.mul(y, slope(y));
      const { evaluate } = tfjs.dynamics(f as never, { ...context, differentiate: false });
      const value = evaluate(0, [y0]);
      const [sum] = tfjs.linearCombination([y0], 0.5, [1], [value]);
      expect((sum as tf.Tensor).dataSync().length).toBe(2);
      tf.dispose([y0, ...value, sum as tf.Tensor]);
      const differentiating = () => tfjs.dynamics(f as never, { ...context, differentiate: true });
      expect(differentiating).toThrow(/4\.99\.0 records its operations in another way.*4\.22\.0/);
      expect(tf.memory().numTensors).toBe(before);
    } finally {
      Reflect.deleteProperty(state(), "activeTape");
    }
  });
});
