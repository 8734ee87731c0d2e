import { SecondDerivativeError, type TapeEntry } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { expect, it, vi } from "vitest";
import { tfjs } from "../src/index.js";
import { dynamicsOf } from "./dynamics-of.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

interface Toy {
  /** [a · b, a + b], as one operation on the tape. */
  apply(a: tf.Tensor, b: tf.Tensor): [tf.Tensor, tf.Tensor];
  readonly releases: () => number;
  readonly calls: Array<{ cotangents: Array<boolean>; wanted: Array<boolean> }>;
}

function toy(change: Partial<Pick<TapeEntry<tf.Tensor>, "pullback">> = {}): Toy {
  let releases = 0;
  const calls: Toy["calls"] = [];
  const { tape } = tfjs;
  return {
    releases: () => releases,
    calls,
    apply: (a, b) => {
      const outputs = tape.suspended((): [tf.Tensor, tf.Tensor] => [tf.mul(a, b), tf.add(a, b)]);
      if (!tape.isRecording()) return outputs;
      const [savedA, savedB] = tfjs.retain([a, b]) as [tf.Tensor, tf.Tensor];
      tape.join({
        name: "toy",
        inputs: [a, b],
        outputs,
        pullback: (cotangents, wanted) => {
          expect(tape.isRecording()).toBe(false);
          calls.push({ cotangents: cotangents.map((g) => g !== undefined), wanted: [...wanted] });
          const [g = tf.zerosLike(a), h = tf.zerosLike(a)] = cotangents;
          return [
            wanted[0] ? tf.add(tf.mul(g, savedB), h) : undefined,
            wanted[1] ? tf.add(tf.mul(g, savedA), h) : undefined,
          ];
        },
        release: () => {
          releases += 1;
          tfjs.release([savedA, savedB]);
        },
        ...change,
      });
      return outputs;
    },
  };
}

/** tfjs does not dispose of its tape when a gradient throws. */
function disposeForgottenTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape) for (const tensor of saved ?? []) tensor.dispose();
  state.activeTape = null as never;
}

onEachEngine("An entry on the user's tape", () => {
  it("is differentiated by tf.grads, together with operations around it", () => {
    const op = toy();
    const [a, b] = [tf.tensor1d([2, 3]), tf.tensor1d([5, 7])];
    // Σ (2a · b)² + 10 (2a + b)
    const loss = (a: tf.Tensor, b: tf.Tensor) => {
      const [product, sum] = op.apply(tf.mul(a, 2), b);
      return tf.sum(tf.add(tf.square(product), tf.mul(sum, 10)));
    };
    let grads: Array<tf.Tensor> = [];
    expect(tensorsLeft(() => (grads = tf.grads(loss)([a, b])))).toBe(2);
    expectValues(grads[0] as tf.Tensor, [8 * 2 * 25 + 20, 8 * 3 * 49 + 20]);
    expectValues(grads[1] as tf.Tensor, [8 * 4 * 5 + 10, 8 * 9 * 7 + 10]);
    expect(op.releases()).toBe(1);
    expect(op.calls).toEqual([{ cotangents: [true, true], wanted: [true, true] }]);
  });

  it("is called with only the relevant inputs, and with undefined for irrelevant outputs", () => {
    const op = toy();
    const [a, b] = [tf.scalar(2), tf.scalar(5)];
    const g = tf.grad((b: tf.Tensor) => op.apply(a, b)[1])(b);
    expectValues(g, [1]);
    expect(op.calls).toEqual([{ cotangents: [false, true], wanted: [false, true] }]);
    expect(op.releases()).toBe(1);
  });

  it("computes the same gradients through tf.variableGrads and optimizer.minimize", () => {
    const [a, b] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(5))];
    const op = toy();
    const loss = () => tf.square(op.apply(a, b)[0]) as tf.Scalar;
    const { value, grads } = tf.variableGrads(loss);
    expectValues(value, [100]);
    expectValues(grads[a.name] as tf.Tensor, [100]);
    expectValues(grads[b.name] as tf.Tensor, [40]);
    const optimizer = tf.train.sgd(0.001);
    const train = () => optimizer.minimize(loss, true)?.dispose();
    train();
    expectValues(a, [1.9]);
    expectValues(b, [4.96]);
    expect(tensorsLeft(train)).toBe(0);
    expect(op.releases()).toBe(3);
    optimizer.dispose();
  });

  it("accumulates where one tensor is both inputs", () => {
    const op = toy();
    const g = tf.grad((a: tf.Tensor) => op.apply(a, a)[0])(tf.scalar(3));
    expectValues(g, [6]);
  });

  it("may be applied several times, each released once", () => {
    const op = toy();
    // (a · b) · (a + b)
    const loss = (a: tf.Tensor, b: tf.Tensor) => op.apply(...op.apply(a, b))[0];
    const [da, db] = tf.grads(loss)([tf.scalar(2), tf.scalar(5)]) as [tf.Tensor, tf.Tensor];
    expectValues(da, [2 * 2 * 5 + 25]);
    expectValues(db, [4 + 2 * 2 * 5]);
    expect(op.releases()).toBe(2);
  });

  it("is released without a pullback when the loss does not use its outputs", () => {
    const op = toy();
    const x = tf.scalar(2);
    const left = tensorsLeft(() => {
      tf.grad((x: tf.Tensor) => {
        op.apply(x, x);
        return tf.square(x);
      })(x).dispose();
    });
    expect(left).toBe(0);
    expect(op.calls).toEqual([]);
    expect(op.releases()).toBe(1);
  });

  it("lives until the outermost gradient is done", () => {
    const op = toy();
    const during: Array<number> = [];
    const x = tf.scalar(3);
    const outer = tf.grad((x: tf.Tensor) => {
      const inner = tf.grad((z: tf.Tensor) => op.apply(z, x)[0])(tf.scalar(1));
      during.push(op.releases());
      expectValues(inner, [3]);
      return tf.square(x);
    })(x);
    expectValues(outer, [6]);
    expect(during).toEqual([0]);
    expect(op.releases()).toBe(1);
  });

  it("is an explicit error when its gradient is differentiated, in any of its inputs", () => {
    const x = tf.scalar(3);
    const op = toy();
    const twice = tf.grad(tf.grad((z: tf.Tensor) => op.apply(z, z)[0]));
    expect(() => twice(x)).toThrow(SecondDerivativeError);
    disposeForgottenTape();
    // The inner gradient is with respect to z alone, but its value depends on x.
    const mixed = tf.grad((x: tf.Tensor) =>
      tf.grad((z: tf.Tensor) => op.apply(z, x)[0])(tf.scalar(1)),
    );
    expect(() => mixed(x)).toThrow(/The gradient of toy was differentiated again/);
    disposeForgottenTape();
  });

  it("returns zeros for a requested input without a cotangent", () => {
    const op = toy({ pullback: () => [undefined, undefined] });
    const [da] = tf.grads((a: tf.Tensor, b: tf.Tensor) => op.apply(a, b)[0])(
      [tf.ones([2]), tf.ones([2])],
      tf.ones([2]),
    );
    expectValues(da as tf.Tensor, [0, 0]);
    expect(da?.shape).toEqual([2]);
  });

  it("may return its cotangent, or one tensor for all inputs", () => {
    const op = toy({ pullback: ([, h]) => [h, h] });
    const x = tf.tensor1d([1, 2]);
    const dy = tf.tensor1d([3, 4]);
    const g = tf.grad((x: tf.Tensor) => op.apply(x, x)[1])(x, dy);
    expectValues(g, [6, 8]);
    expectValues(dy, [3, 4]);
  });

  it("leaves the tape unchanged if its pullback throws", () => {
    const op = toy({
      pullback: () => {
        tf.square(tf.scalar(2));
        throw new RangeError("mine");
      },
    });
    const { state } = tf.engine();
    expect(() => tf.grad((a: tf.Tensor) => op.apply(a, a)[0])(tf.scalar(2))).toThrow(RangeError);
    expect([state.gradientDepth, state.kernelDepth]).toEqual([0, 0]);
    disposeForgottenTape();
  });

  it("may compute gradients in its pullback", () => {
    const op = toy({
      pullback: ([g]) => {
        const inner = tf.grad((x: tf.Tensor) => tf.square(x))(tf.scalar(4));
        return [tf.mul(g as tf.Tensor, inner), undefined];
      },
    });
    const loss = (a: tf.Tensor) => tf.square(op.apply(tf.mul(a, 3), tf.scalar(1))[0]);
    expectValues(tf.grad(loss)(tf.scalar(2)), [2 * 6 * 8 * 3]);
  });

  it("may be part of f itself: its recorded evaluation pulls back through it and releases it", () => {
    const op = toy();
    const f = (_: number, y: tf.Tensor) => {
      op.apply(y, y);
      return tf.mul(op.apply(y, tf.scalar(2))[0], 3);
    };
    const y = [tf.tensor1d([1, 2])];
    const dynamics = dynamicsOf(f, y[0] as tf.Tensor);
    expect(op.releases()).toBe(2);
    expectValues(dynamics.pullback(0, y, [tf.ones([2])], []).y[0] as tf.Tensor, [6, 6]);
    expect(op.releases()).toBe(4);
    const recorded = dynamics.record(0, y);
    expect(op.releases()).toBe(5);
    expectValues(recorded.pullback([tf.ones([2])], []).y[0] as tf.Tensor, [6, 6]);
    recorded.release();
    expect(op.releases()).toBe(6);
    expect(op.calls.map(({ wanted }) => wanted)).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  it("is released immediately if no tape is recording", () => {
    const release = vi.fn();
    tfjs.tape.join({ name: "toy", inputs: [], outputs: [], pullback: () => [], release });
    expect(release).toHaveBeenCalledOnce();
    expect(tfjs.tape.isRecording()).toBe(false);
  });
});
