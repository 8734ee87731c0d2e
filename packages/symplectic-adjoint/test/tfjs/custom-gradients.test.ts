import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { type Strategy, strategies } from "../support/tfjs/strategies.js";

// The operations of TensorFlow.js that are made of `tf.customGrad`: their gradient functions may read tensors that nothing
// but their closure knows of, such as the argument.

/** f of a state [2, 3] and a parameter w [3, 3]: most take an intermediate, which dies with the evaluation. */
type Operation = (y: tf.Tensor2D, w: tf.Tensor2D) => tf.Tensor;

const image = (x: tf.Tensor): tf.Tensor4D => tf.reshape(x, [2, 3, 1, 1]);
const filter = (w: tf.Tensor): tf.Tensor4D => tf.reshape(w, [3, 3, 1, 1]);
const back = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [2, 3]);
const across = (x: tf.Tensor): tf.Tensor => tf.mul(tf.ones([2, 3]), tf.expandDims(x, -1));
const labels = (): tf.Tensor2D =>
  tf.tensor2d([
    [0.2, 0.5, 0.3],
    [0.1, 0.1, 0.8],
  ]);

const OPERATIONS: ReadonlyArray<readonly [string, Operation]> = [
  ["logSigmoid of an intermediate", (y, w) => tf.logSigmoid(tf.matMul(y, w))],
  ["logSigmoid of the state itself", (y, w) => tf.matMul(tf.logSigmoid(y), w)],
  ["logSigmoid of a parameter", (y, w) => tf.matMul(y, tf.logSigmoid(w))],
  ["logSoftmax", (y, w) => tf.logSoftmax(tf.matMul(y, w))],
  [
    "softmaxCrossEntropy",
    (y, w) =>
      across(
        tf.losses.softmaxCrossEntropy(
          labels(),
          tf.matMul(y, w),
          undefined,
          undefined,
          tf.Reduction.NONE,
        ),
      ),
  ],
  [
    "sigmoidCrossEntropy",
    (y, w) => tf.mul(y, tf.losses.sigmoidCrossEntropy(labels(), tf.matMul(y, w))),
  ],
  [
    "fused.matMul",
    (y, w) =>
      tf.fused.matMul({
        a: tf.sin(y),
        b: tf.sin(w),
        // Away from the kink.
        bias: tf.tensor1d([2, -3, 2]),
        activation: "relu",
      }),
  ],
  [
    "fused.conv2d",
    (y, w) =>
      back(
        tf.fused.conv2d({
          x: image(tf.sin(y)),
          filter: filter(tf.sin(w)),
          strides: 1,
          pad: "same",
          bias: tf.tensor1d([0.3]),
          activation: "relu",
        }),
      ),
  ],
  [
    "fused.depthwiseConv2d",
    (y, w) =>
      back(
        tf.fused.depthwiseConv2d({
          x: image(tf.sin(y)),
          filter: filter(tf.sin(w)),
          strides: 1,
          pad: "same",
          bias: tf.tensor1d([0.3]),
          activation: "relu",
        }),
      ),
  ],
  [
    "a custom gradient that reads what its closure holds",
    (y, w) => {
      const cube = tf.customGrad((x) => {
        const square = tf.square(x as tf.Tensor);
        return {
          value: tf.mul(square, x as tf.Tensor),
          gradFunc: (dy) => tf.mul(dy, tf.mul(3, tf.square(x as tf.Tensor))),
        };
      });
      return tf.matMul(cube(tf.sin(y)) as tf.Tensor2D, w);
    },
  ],
  [
    "a custom gradient that saves",
    (y, w) => {
      const cube = tf.customGrad((x, save) => {
        (save as tf.GradSaveFunc)([x as tf.Tensor]);
        return {
          value: tf.mul(tf.square(x as tf.Tensor), x as tf.Tensor),
          gradFunc: (dy, saved) => tf.mul(dy, tf.mul(3, tf.square(saved[0] as tf.Tensor))),
        };
      });
      return tf.matMul(cube(tf.sin(y)) as tf.Tensor2D, w);
    },
  ],
];

const Y0 = [0.3, -0.4, 0.8, 1.1, 0.6, -0.2];
const W = [0.5, -0.3, 0.2, 0.7, 0.4, -0.6, -0.2, 0.9, 0.3];
const options = { method: "rk4", stepsPerInterval: 6 } as const;
const times = [0, 0.5, 1];
/** What the loss weighs the six numbers at three times with. */
const weights = (): tf.Tensor =>
  tf.tensor(
    Array.from({ length: 18 }, (_, i) => Math.sin(1.3 * i + 0.4)),
    [3, 2, 3],
  );

const start = (values: ReadonlyArray<number> = Y0): tf.Tensor2D => tf.tensor2d([...values], [2, 3]);

/** The loss by the ordinary function; differences of it know nothing of gradients. */
function lossAt(operation: Operation, y0: ReadonlyArray<number>, w: ReadonlyArray<number>): number {
  return tf.tidy(() => {
    const matrix = tf.tensor2d([...w], [3, 3]);
    const f = (_t: number, y: tf.Tensor) => operation(y as tf.Tensor2D, matrix);
    const [plain] = strategies.filter(({ name }) => name === "odeint") as [Strategy];
    const path = plain.integrate(f, start(y0), times, options);
    const values = path.dataSync();
    return Array.from(weights().dataSync()).reduce(
      (sum, weight, i) => sum + weight * (values[i] as number),
      0,
    );
  });
}

/** By central differences: the truncation is below 1e-3 at this step, the rounding of float32 below 1e-4. */
function differences(operation: Operation): {
  readonly y0: Array<number>;
  readonly w: Array<number>;
} {
  const h = 2 ** -6;
  const moved = (values: ReadonlyArray<number>, i: number, by: number): Array<number> =>
    values.map((value, j) => (j === i ? value + by : value));
  const slope = (at: (by: number) => number): number => (at(h) - at(-h)) / (2 * h);
  return {
    y0: Y0.map((_, i) => slope((by) => lossAt(operation, moved(Y0, i, by), W))),
    w: W.map((_, i) => slope((by) => lossAt(operation, Y0, moved(W, i, by)))),
  };
}

function expectNear(actual: tf.Tensor, expected: ReadonlyArray<number>, what: string): void {
  const scale = Math.max(...expected.map(Math.abs));
  for (const [i, value] of actual.dataSync().entries()) {
    const wrong = Math.abs(value - (expected[i] as number));
    expect(wrong, `${what}, element ${i}: ${value} for ${expected[i]}`).toBeLessThan(3e-3 * scale);
  }
}

onEachEngine("Custom gradients", (engineName) => {
  describe.each(OPERATIONS)("of %s", (name, operation) => {
    // TensorFlow.js' wasm lacks the gradients for filters; useWasm() brings them.
    const lacking = engineName === "wasm" && name.includes("onv2d");

    let found: ReturnType<typeof differences> | undefined;

    it.skipIf(lacking).each(strategies)("are right in $name", async (strategy) => {
      found ??= differences(operation);
      const expected = found;
      const w = tf.variable(tf.tensor2d(W, [3, 3]));
      const f = (_t: number, y: tf.Tensor) => operation(y as tf.Tensor2D, w as tf.Tensor2D);
      const loss = (path: tf.Tensor): tf.Scalar => tf.sum(tf.mul(path, weights()));

      const { grads } = tf.variableGrads(() =>
        loss(strategy.integrate(f, start(), times, options)),
      );
      expectNear(grads[w.name] as tf.Tensor, expected.w, "the parameter, by the function");
      const plain = tf.grad((y0) => loss(strategy.integrate(f, y0, times, options)))(start());
      expectNear(plain, expected.y0, "the state, by the function");

      const y0 = start();
      const solution = await strategy.integrateAsync(f, y0, times, options);
      const later = tf.variableGrads(() => loss(solution.differentiable(y0) as tf.Tensor));
      expectNear(later.grads[w.name] as tf.Tensor, expected.w, "the parameter, by the twin");
      const then = tf.grad((y) => loss(solution.differentiable(y) as tf.Tensor))(y0);
      expectNear(then, expected.y0, "the state, by the twin");
      solution.dispose();
    });
  });
});
