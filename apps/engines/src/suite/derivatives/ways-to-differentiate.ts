import * as tf from "@tensorflow/tfjs";
import { at, elementwise, type HostTensor, sum, tensorOf } from "../host/host-tensor.js";
import { type InnerCase, withVariables } from "./inner-case.js";

type Host = HostTensor;
const vectors = (parameters: number): Pick<InnerCase, "state" | "parameters"> => ({
  state: [[3]],
  parameters: new Array<Array<number>>(parameters).fill([3]),
});

/** w sin(v z) eᶻ, element by element */
const wave = (z: tf.Tensor, v: tf.Tensor, w: tf.Tensor): tf.Tensor =>
  tf.mul(w, tf.mul(tf.sin(tf.mul(v, z)), tf.exp(z)));

const gradientOfGradient: InnerCase = {
  name: "the gradient of a gradient of exp, sin and products",
  ...vectors(2),
  build: withVariables((v, w) => (_t, [y]) => {
    const first = tf.grad((z: tf.Tensor) => tf.sum(wave(z, v as tf.Tensor, w as tf.Tensor)));
    return [tf.mul(tf.grad((x: tf.Tensor) => tf.sum(first(x)))(y as tf.Tensor), 0.125)];
  }),
  onHost: (_t, [y], [v, w]) => [
    elementwise(
      (z, v, w) =>
        0.125 * w * Math.exp(z) * ((1 - v * v) * Math.sin(v * z) + 2 * v * Math.cos(v * z)),
      y as Host,
      v as Host,
      w as Host,
    ),
  ],
};

const throughSavedOutputs: InnerCase = {
  name: "the gradient of a gradient of tanh, sigmoid and softmax",
  ...vectors(1),
  build: withVariables((w) => (_t, [y]) => {
    // Σ w tanh(z) + Σ σ(z)² + Σ w softmax(z)
    const energy = (z: tf.Tensor): tf.Tensor =>
      tf.addN([
        tf.sum(tf.mul(w as tf.Tensor, tf.tanh(z))),
        tf.sum(tf.square(tf.sigmoid(z))),
        tf.sum(tf.mul(w as tf.Tensor, tf.softmax(z))),
      ]);
    const first = tf.grad(energy);
    const squares = tf.grad((x: tf.Tensor) => tf.sum(tf.square(first(x))));
    return [tf.mul(squares(y as tf.Tensor), 0.125)];
  }),
  // An eighth of ∂/∂y_j Σ_i g_i² = 2 Σ_i g_i ∂g_i/∂y_j with g_i = w_i (1 − τ_i²) + 2 σ_i² (1 − σ_i) + s_i (w_i − m), m = Σ w s
  onHost: (_t, [y], [w]) => {
    const [z, weights] = [y as Host, w as Host];
    const exponentials = sum(3, (k) => Math.exp(at(z, k)));
    const s = (i: number): number => Math.exp(at(z, i)) / exponentials;
    const mean = sum(3, (k) => at(weights, k) * s(k));
    const sigma = (i: number): number => 1 / (1 + Math.exp(-at(z, i)));
    const tau = (i: number): number => Math.tanh(at(z, i));
    const g = (i: number): number =>
      at(weights, i) * (1 - tau(i) ** 2) +
      2 * sigma(i) ** 2 * (1 - sigma(i)) +
      s(i) * (at(weights, i) - mean);
    const dg = (i: number, j: number): number => {
      const same = i === j ? 1 : 0;
      const [a, b] = [sigma(i), at(weights, i) - mean];
      const diagonal =
        -2 * at(weights, i) * tau(i) * (1 - tau(i) ** 2) + (4 * a - 6 * a * a) * a * (1 - a);
      const softmax = s(i) * ((same - s(j)) * b - s(j) * (at(weights, j) - mean));
      return same * diagonal + softmax;
    };
    return [tensorOf([3], (j) => 0.25 * sum(3, (i) => g(i) * dg(i, j)))];
  },
};

const valueAndGradient: InnerCase = {
  name: "valueAndGrad, both of which are used",
  ...vectors(1),
  build: withVariables((w) => (_t, [y]) => {
    const energy = (z: tf.Tensor): tf.Scalar =>
      tf.sum(tf.mul(w as tf.Tensor, tf.square(tf.tanh(z))));
    const { value, grad } = tf.valueAndGrad(energy)(y as tf.Tensor);
    return [tf.mul(value, grad)];
  }),
  onHost: (_t, [y], [w]) => {
    const value = sum(3, (i) => at(w as Host, i) * Math.tanh(at(y as Host, i)) ** 2);
    return [
      elementwise(
        (z, w) => value * 2 * w * Math.tanh(z) * (1 - Math.tanh(z) ** 2),
        y as Host,
        w as Host,
      ),
    ];
  },
};

const forTwoArguments: InnerCase = {
  name: "grads for two arguments, with lists, parts and several outputs of one operation",
  ...vectors(1),
  build: withVariables((w) => (_t, [y]) => {
    const energy = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
      const [first, middle, last] = tf.unstack(a) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const mixed = tf.stack([tf.mul(first, last), middle, first]);
      return tf.sum(tf.addN([tf.mul(mixed, b), tf.mul(w as tf.Tensor, tf.square(a)), tf.sin(b)]));
    };
    const [da, db] = tf.grads(energy)([y as tf.Tensor, tf.cos(y as tf.Tensor)]);
    return [tf.add(da as tf.Tensor, db as tf.Tensor)];
  }),
  onHost: (_t, [y], [w]) => {
    const a = (i: number): number => at(y as Host, i);
    const b = (i: number): number => Math.cos(a(i));
    const mixed = [a(0) * a(2), a(1), a(0)];
    const da = [a(2) * b(0) + b(2), b(1), a(0) * b(0)];
    return [
      tensorOf(
        [3],
        (i) =>
          (da[i] as number) + 2 * at(w as Host, i) * a(i) + (mixed[i] as number) + Math.cos(b(i)),
      ),
    ];
  },
};

const customWithin: InnerCase = {
  name: "a gradient through tf.customGrad",
  ...vectors(1),
  build: withVariables((w) => (_t, [y]) => {
    // Σ w z⁴ / 4
    const quartic = tf.customGrad((z, w, save) => {
      const [x, c] = [z as tf.Tensor, w as tf.Tensor];
      (save as tf.GradSaveFunc)([x, c]);
      return {
        value: tf.sum(tf.mul(tf.mul(c, 0.25), tf.square(tf.square(x)))),
        gradFunc: (dy: tf.Tensor, saved: Array<tf.Tensor>) => {
          const [x, c] = saved as [tf.Tensor, tf.Tensor];
          const cubed = tf.mul(tf.square(x), x);
          return [tf.mul(dy, tf.mul(c, cubed)), tf.mul(dy, tf.mul(0.25, tf.square(tf.square(x))))];
        },
      };
    });
    return [tf.grad((z: tf.Tensor) => quartic(z, w as tf.Tensor))(y as tf.Tensor)];
  }),
  onHost: (_t, [y], [w]) => [elementwise((z, w) => w * z ** 3, y as Host, w as Host)],
};

const withinCustom: InnerCase = {
  name: "tf.customGrad that takes gradients, forward and backward",
  ...vectors(1),
  build: withVariables((w) => (_t, [y]) => {
    // w cos z as the gradient of Σ w sin z
    const slope = tf.customGrad((z, w, save) => {
      const [x, c] = [z as tf.Tensor, w as tf.Tensor];
      (save as tf.GradSaveFunc)([x, c]);
      return {
        value: tf.grad((s: tf.Tensor) => tf.sum(tf.mul(c, tf.sin(s))))(x),
        gradFunc: (dy: tf.Tensor, saved: Array<tf.Tensor>) => {
          const [x, c] = saved as [tf.Tensor, tf.Tensor];
          const value = (s: tf.Tensor, c: tf.Tensor): tf.Tensor =>
            tf.sum(tf.mul(dy, tf.mul(c, tf.cos(s))));
          return tf.grads(value)([x, c]);
        },
      };
    });
    return [slope(y as tf.Tensor, w as tf.Tensor)];
  }),
  onHost: (_t, [y], [w]) => [elementwise((z, w) => w * Math.cos(z), y as Host, w as Host)],
};

const besideTheGradient: InnerCase = {
  name: "a gradient beside what was computed of its argument before, which is a constant in it",
  ...vectors(1),
  build: withVariables((w) => (_t, [y]) => {
    const before = tf.mul(y as tf.Tensor, w as tf.Tensor);
    return [tf.grad((z: tf.Tensor) => tf.sum(tf.mul(before, tf.square(z))))(y as tf.Tensor)];
  }),
  onHost: (_t, [y], [w]) => [elementwise((z, w) => 2 * w * z * z, y as Host, w as Host)],
};

const forVariables: InnerCase = {
  name: "variableGrads",
  ...vectors(2),
  build: withVariables((v, w) => (_t, [y]) => {
    const [first, second] = [v, w] as [tf.Variable, tf.Variable];
    const energy = (): tf.Scalar =>
      tf.sum(tf.mul(tf.sin(y as tf.Tensor), tf.mul(tf.square(first), second)));
    const { grads } = tf.variableGrads(energy, [first, second]);
    return [
      tf.add(grads[first.name] as tf.Tensor, tf.mul(grads[second.name] as tf.Tensor, second)),
    ];
  }),
  onHost: (_t, [y], [v, w]) => [
    elementwise(
      (z, v, w) => Math.sin(z) * (2 * v * w + v * v * w),
      y as Host,
      v as Host,
      w as Host,
    ),
  ],
};

// −Σ_k p_k log s_k with s = softmax(z w), whose gradient for z_j is w_j (s_j − p_j).
const TARGET = [0.5, 0.25, 0.25];

const savedIntermediate: InnerCase = {
  name: "a loss whose custom gradient saves an intermediate",
  ...vectors(1),
  build: withVariables((w) => (_t, [y]) => {
    const loss = (z: tf.Tensor): tf.Tensor => {
      const logits = tf.reshape(tf.mul(z, w as tf.Tensor), [1, 3]);
      return tf.losses.softmaxCrossEntropy(tf.tensor2d([TARGET]), logits);
    };
    return [tf.grad(loss)(y as tf.Tensor)];
  }),
  onHost: (_t, [y], [w]) => {
    const a = (i: number): number => at(y as Host, i) * at(w as Host, i);
    const total = sum(3, (k) => Math.exp(a(k)));
    return [
      tensorOf([3], (i) => at(w as Host, i) * (Math.exp(a(i)) / total - (TARGET[i] as number))),
    ];
  },
};

const readByClosure: InnerCase = {
  name: "custom gradients that read by their closure what they did not save",
  ...vectors(1),
  build: withVariables((w) => (_t, [y]) => {
    // x³ / 3, whose gradient reads its argument and an intermediate.
    const cubic = tf.customGrad((z) => {
      const squared = tf.square(z as tf.Tensor);
      return {
        value: tf.div(tf.mul(squared, z as tf.Tensor), 3),
        gradFunc: (dy: tf.Tensor) => tf.mul(dy, tf.square(z as tf.Tensor)),
      };
    });
    const energy = (z: tf.Tensor): tf.Tensor =>
      tf.add(
        tf.sum(cubic(tf.mul(z, w as tf.Tensor))),
        tf.sum(tf.logSigmoid(tf.mul(z, tf.add(w as tf.Tensor, 1)))),
      );
    return [tf.mul(tf.grad(energy)(y as tf.Tensor), 0.5)];
  }),
  onHost: (_t, [y], [w]) => [
    elementwise(
      (z, w) => 0.5 * (w * (z * w) ** 2 + (w + 1) / (1 + Math.exp(z * (w + 1)))),
      y as Host,
      w as Host,
    ),
  ],
};

/** Every function of TensorFlow.js that computes derivatives, inside f. */
export const waysToDifferentiate: ReadonlyArray<InnerCase> = [
  gradientOfGradient,
  throughSavedOutputs,
  valueAndGradient,
  forTwoArguments,
  customWithin,
  withinCustom,
  savedIntermediate,
  readByClosure,
  besideTheGradient,
  forVariables,
];
