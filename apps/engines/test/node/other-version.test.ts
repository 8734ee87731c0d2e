import * as tf from "@tensorflow/tfjs";
import {
  leanEngineStatus,
  odeint,
  odeintAdjoint,
  odeintCheckpoint,
  odeintOnecheckpoint,
  odeintSymplecticAdjoint,
  solve,
  useLeanEngine,
} from "symplectic-adjoint";
import { beforeAll, describe, expect, it, vi } from "vitest";

// A later version of TensorFlow.js, as far as it tells.
vi.mock("@tensorflow/tfjs-core", async (original) => ({
  ...(await original<object>()),
  version_core: "4.99.0",
}));

const reason = "it was tested with @tensorflow/tfjs-core 4.22.0, and this is 4.99.0";
const times = [0, 0.25, 0.5];

/** The slope of y² tanh(y), by a derivative that f takes itself. */
const f = (_t: number, y: tf.Tensor): tf.Tensor =>
  tf.grad((z: tf.Tensor) => tf.mul(tf.square(z), tf.tanh(z)))(y);
/** The same, written out. */
const plain = (_t: number, y: tf.Tensor): tf.Tensor => {
  const value = tf.tanh(y);
  const first = tf.sub(1, tf.square(value));
  return tf.add(tf.mul(tf.mul(2, y), value), tf.mul(tf.square(y), first));
};

const functions = {
  odeint,
  odeintAdjoint,
  odeintCheckpoint,
  odeintOnecheckpoint,
  odeintSymplecticAdjoint,
};

beforeAll(async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await tf.setBackend("cpu");
  tf.scalar(0).dispose();
  warn.mockRestore();
});

describe("With a version of TensorFlow.js that was not proven", () => {
  it("the lean engine is not in use, cannot be switched on, and has a reason", () => {
    const status = { inUse: false, reason, version: "4.99.0", provenVersions: ["4.22.0"] };
    expect(leanEngineStatus()).toEqual(status);
    const undo = useLeanEngine(true);
    expect(leanEngineStatus()).toEqual(status);
    undo();
  });

  it.each(Object.entries(functions))(
    "%s is differentiated, by the engine's own methods",
    (_, integrate) => {
      const hidden = new Set<string>();
      const watched = (t: number, y: tf.Tensor) => {
        for (const name of ["runKernel", "endScope"]) {
          if (Object.hasOwn(tf.engine(), name)) hidden.add(name);
        }
        return f(t, y);
      };
      const before = tf.memory().numTensors;
      const y0 = tf.tensor1d([0.3, -0.8]);
      const options = { method: "rk4", stepSize: 0.125 } as const;
      const [found, expected] = [watched, plain].map((g) => {
        const loss = (y: tf.Tensor) => tf.sum(tf.square(integrate(g, y, times, options)));
        const gradient = tf.grad(loss)(y0);
        const values = gradient.dataSync();
        gradient.dispose();
        return values;
      }) as [Float32Array, Float32Array];
      y0.dispose();
      expect(tf.memory().numTensors).toBe(before);
      expect(hidden.size).toBe(0);
      for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i] as number, 5);
    },
  );
});

describe("With a version that keeps its tape elsewhere", () => {
  it("a solution is computed, and a gradient refused, with what to do", async () => {
    vi.resetModules();
    const fresh = await import("symplectic-adjoint");
    const restore = copyTapes();
    try {
      tf.tidy(() => {
        const y0 = tf.tensor1d([0.3, -0.8]);
        const expected = solve(plain, y0, times, { differentiate: false });
        const solution = fresh.solve(f, y0, times, { differentiate: false });
        const [values, close] = [solution.ys.dataSync(), expected.ys.dataSync()];
        for (const [i, value] of values.entries()) expect(value).toBeCloseTo(close[i] as number, 5);
        for (const { dispose } of [solution, expected]) dispose();
      });
      const y0 = tf.tensor1d([0.3, -0.8]);
      const before = tf.memory().numTensors;
      const refused = /4\.99\.0 records operations differently from 4\.22\.0.*differentiate/;
      expect(() => fresh.solve(f, y0, times)).toThrow(refused);
      const differentiating = tf.grad((y: tf.Tensor) => fresh.odeint(f, y, times));
      expect(() => differentiating(y0)).toThrow(refused);
      fresh.disposeAbandonedTape();
      expect(tf.memory().numTensors).toBe(before);
      y0.dispose();
    } finally {
      restore();
    }
  });
});

/** Lets the engine record on copies of the tapes that are put in: it works as ever, and nobody else sees its tape. */
function copyTapes(): () => void {
  const state = tf.engine().state as unknown as { activeTape: ReadonlyArray<unknown> | null };
  let tape: ReadonlyArray<unknown> | null = null;
  Object.defineProperty(state, "activeTape", {
    configurable: true,
    get: () => tape,
    set: (next: ReadonlyArray<unknown> | null) => {
      tape = next && [...next];
    },
  });
  return () => Reflect.deleteProperty(state, "activeTape");
}
