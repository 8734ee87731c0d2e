import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { activate } from "../../test/on-each-engine.js";
import { withLeanEngine } from "./lean-engine.js";

const ownMethods = () =>
  ["runKernel", "endScope"].filter((name) => Object.hasOwn(tf.engine(), name));

beforeAll(() => activate("cpu"));
afterEach(() => expect(ownMethods()).toEqual([]));

test("The engine is lean while a body runs, also nested, and restored when it throws.", () => {
  withLeanEngine(undefined, () => {
    expect(ownMethods()).toEqual(["runKernel", "endScope"]);
    withLeanEngine(undefined, () => expect(ownMethods().length).toBe(2));
    expect(ownMethods().length).toBe(2);
  });
  expect(ownMethods()).toEqual([]);
  const failing = () =>
    withLeanEngine(undefined, () => {
      throw new RangeError("mine");
    });
  expect(failing).toThrow(RangeError);
});

test("With debugging, a profile or replaced methods, the engine is not changed.", async () => {
  const seen: Array<number> = [];
  const look = () => withLeanEngine(undefined, () => seen.push(ownMethods().length));
  tf.env().set("DEBUG", true);
  look();
  tf.env().set("DEBUG", false);
  const { result } = await tf.profile(() => {
    look();
    return tf.scalar(1);
  });
  tf.dispose(result);
  const engine = tf.engine() as unknown as Record<string, unknown>;
  const { runKernel } = tf.engine();
  engine.runKernel = runKernel;
  look();
  delete engine.runKernel;
  expect(seen).toEqual([0, 0, 1]);
});

test("Missing and throwing kernels give the same errors, and leave the engine's state unchanged.", () => {
  const { kernelDepth } = tf.engine().state;
  const wrong = () => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]));
  const missing = () => tf.engine().runKernel("Nonesuch", {});
  const message = (body: () => unknown) => {
    try {
      body();
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  tf.tidy(() => {
    for (const body of [wrong, missing]) {
      const expected = message(body);
      expect(expected).toMatch(/\S/);
      expect(message(() => withLeanEngine(undefined, body))).toBe(expected);
    }
  });
  expect(tf.engine().state.kernelDepth).toBe(kernelDepth);
});

test("Scopes free and return tensors as the engine does: nothing, a tensor, lists, records, kept and foreign tensors.", () => {
  const scenario = (): unknown => {
    const before = tf.memory().numTensors;
    const outer = tf.scalar(1);
    let inner: Array<tf.Tensor> = [];
    const count = (): number => tf.memory().numTensors - before;
    const counts: Array<number> = [];
    const result = tf.tidy(() => {
      const made = tf.tidy(() => {
        const kept = tf.keep(tf.scalar(2));
        inner = [tf.scalar(3), tf.scalar(4), kept];
        tf.tidy(() => {
          tf.scalar(5);
        });
        counts.push(count());
        return [inner[0], inner[0], outer, kept] as unknown as tf.Tensor;
      });
      counts.push(count());
      return { a: tf.tidy(() => tf.neg(outer)), b: [made] } as unknown as tf.Tensor;
    });
    counts.push(count());
    const alive = inner.map(({ isDisposed }) => !isDisposed);
    tf.dispose([result, outer, ...inner]);
    tf.tidy(() => Array.from({ length: 20 }, () => tf.scalar(1))).forEach((t) => {
      t.dispose();
    });
    return { counts, alive, left: count() };
  };
  const expected = scenario();
  expect(expected).toMatchObject({ alive: [true, false, true], left: 0 });
  expect(withLeanEngine(undefined, scenario)).toEqual(expected);
});

test("A gradient inside is recorded by the engine itself.", () => {
  const x = tf.scalar(3);
  const cube = (x: tf.Tensor) => tf.mul(x, tf.square(x));
  const second = withLeanEngine(undefined, () => tf.grad(tf.grad(cube))(x));
  expect(second.dataSync()[0]).toBe(18);
  tf.dispose([x, second]);
});
