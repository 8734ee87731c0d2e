import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { gradientOf } from "../src/vjps/gradient-of.js";
import { wrongGradients } from "../src/vjps/wrong-gradients.js";
import { dynamicsOf } from "./dynamics-of.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

type Shape = ReadonlyArray<number>;
interface Linear {
  readonly name: string;
  readonly shape: Shape;
  readonly needs?: string;
  /** Whether the unmodified engine wasm writes out of bounds. */
  readonly overrunsWasm?: boolean;
  /** Whether its gradient has no gradient. */
  readonly once?: boolean;
  apply(x: tf.Tensor): tf.Tensor;
}

const flags = [false, true];
const cumulativeSums = [0, 1, 2].flatMap((axis) =>
  flags.flatMap((exclusive) =>
    flags.map((reverse) => ({
      name: `cumsum along axis ${axis}${exclusive ? ", exclusive" : ""}${reverse ? ", reverse" : ""}`,
      shape: [3, 3, 2],
      apply: (x: tf.Tensor) => tf.cumsum(x, axis, exclusive, reverse),
    })),
  ),
);

const paddings: Array<[number, number]> = [
  [1, 2],
  [0, 1],
  [2, 0],
];
const mirrored = (["reflect", "symmetric"] as const).map((mode) => ({
  name: `mirrorPad, ${mode}`,
  shape: [3, 4, 3],
  apply: (x: tf.Tensor) => tf.mirrorPad(x, paddings, mode),
}));

type Pads = Parameters<typeof tf.avgPool>[3];
const pools = (
  [
    ["same, apart by 1", 3, 1, "same"],
    ["same, apart by 2", [3, 2], 2, "same"],
    ["of a number of places", [2, 3], [2, 1], 1],
    ["valid", 2, 2, "valid"],
  ] as ReadonlyArray<readonly [string, number | [number, number], number | [number, number], Pads]>
).map(([name, window, apart, pad]) => ({
  name: `avgPool, ${name}`,
  shape: [2, 5, 4, 2],
  needs: "AvgPoolGrad",
  overrunsWasm: typeof pad === "number",
  // A numeric padding requires dimRoundingMode.
  apply: (x: tf.Tensor) =>
    tf.avgPool(
      x as tf.Tensor4D,
      window,
      apart,
      pad,
      ...(typeof pad === "number" ? (["floor"] as const) : []),
    ),
}));

const solid = (["same", "valid"] as const).map((pad) => ({
  name: `avgPool3d, ${pad}`,
  shape: [1, 3, 4, 3, 1],
  needs: "AvgPool3DGrad",
  apply: (x: tf.Tensor) => tf.avgPool3d(x as tf.Tensor5D, [2, 3, 2], 1, pad),
}));

const resized = (
  [
    [[6, 4], false],
    [[2, 3], false],
    [[5, 7], true],
  ] as ReadonlyArray<[[number, number], boolean]>
).map(([size, corners]) => ({
  name: `resizeNearestNeighbor to ${size}${corners ? ", corners aligned" : ""}`,
  shape: [3, 4, 3, 2],
  // TensorFlow.js has no gradient of its gradient.
  once: true,
  apply: (x: tf.Tensor) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, size, corners),
}));

const operations: ReadonlyArray<Linear> = [
  ...cumulativeSums,
  ...mirrored,
  ...pools,
  ...solid,
  ...resized,
];

/** Irregular numbers that are exact in float32. */
const wave = (shape: Shape, phase: number): tf.Tensor => {
  const size = shape.reduce((n, m) => n * m, 1);
  return tf.tensor(
    Array.from({ length: size }, (_, i) => Math.fround(Math.sin(phase + 1.7 * i))),
    [...shape],
  );
};

onEachEngine("The gradient", (engineName) => {
  it.each(operations)(
    "of $name is its transpose, and so is its own.",
    ({ apply, shape, needs, overrunsWasm, once }) => {
      if (overrunsWasm && engineName === "wasm") return;
      if (needs !== undefined && tf.getKernel(needs, engineName) == null) return;
      const x = wave(shape, 0);
      // f returns the result of the operation next to its argument, so that it is a derivative of the state.
      const y = [x, apply(x)];
      const f = (_t: number, [z]: Array<tf.Tensor>): Array<tf.Tensor> => [
        tf.zerosLike(z as tf.Tensor),
        apply(z as tf.Tensor),
      ];
      const dynamics = dynamicsOf(f, y);
      const g = wave((y[1] as tf.Tensor).shape, 5);
      const pulled = dynamics.pullback(0, y, [tf.zerosLike(x), g], []);
      // ⟨A e_i, g⟩ for every unit vector: the transpose, computed with the operation alone.
      const size = x.size;
      const expected = Array.from({ length: size }, (_, i) => {
        const unit = tf.reshape(tf.oneHot(tf.scalar(i, "int32"), size), [...shape]);
        return tf.sum(tf.mul(apply(tf.cast(unit, "float32")), g)).dataSync()[0] as number;
      });
      expectValues(pulled.y[0] as tf.Tensor, expected);

      if (once) return;
      // The gradient of ⟨A z, g⟩² / 2 is Aᵀg ⟨A z, g⟩, whose product with v has the derivative Aᵀg ⟨Aᵀg, v⟩.
      const v = wave(shape, 9);
      const h = (_t: number, z: tf.Tensor): tf.Tensor =>
        tf.grad((s: tf.Tensor) => tf.div(tf.square(tf.sum(tf.mul(apply(s), g))), 2))(z);
      const twice = dynamicsOf(h, x).pullback(0, [x], [v], []);
      const values = v.dataSync();
      const along = expected.reduce((sum, a, i) => sum + a * (values[i] as number), 0);
      expectValues(
        twice.y[0] as tf.Tensor,
        expected.map((a) => a * along),
        1e-5,
      );
    },
  );

  it.each([
    [[1, 3, 2], 1, "same"],
    [[1, 3, 2], [1, 2, 1], "valid"],
    [[2, 1, 3], [2, 1, 3], "same"],
    [[2, 3, 1], 1, 0],
    [[2, 2, 2], 1, "same"],
  ] as ReadonlyArray<[[number, number, number], number | [number, number, number], "same" | 0]>)(
    "of maxPool3d by %j, apart by %j, %s, goes to the largest of each window.",
    (window, apart, pad) => {
      // The gradient of maxPool is wrong on the unmodified engine wasm; useWasm() provides a correct one.
      if (engineName === "wasm") return;
      const shape = [1, 4, 5, 6, 2];
      const size = tf.util.sizeFromShape(shape);
      // Distinct values in irregular order.
      const values = Array.from({ length: size }, (_, i) => ((i * 97) % size) / 8);
      const apply = (z: tf.Tensor) => tf.maxPool3d(z as tf.Tensor5D, window, apart, pad);
      const x = tf.tensor(values, shape);
      const pooled = apply(x);
      const g = wave(pooled.shape, 5);
      const f = (_t: number, [z]: Array<tf.Tensor>): Array<tf.Tensor> => [
        tf.zerosLike(z as tf.Tensor),
        apply(z as tf.Tensor),
      ];
      const y = [x, pooled];
      const pulled = dynamicsOf(f, y).pullback(0, y, [tf.zerosLike(x), g], []);
      const cotangents = Array.from(g.dataSync());
      // Each output is one of the inputs, which are distinct.
      const expected = values.map(() => 0);
      pooled.dataSync().forEach((value, o) => {
        const i = values.indexOf(value);
        expected[i] = (expected[i] as number) + (cotangents[o] as number);
      });
      expectValues(pulled.y[0] as tf.Tensor, expected, 1e-6);
    },
  );

  it("is replaced only if the registered one is that of TensorFlow.js.", () => {
    for (const { right } of wrongGradients) {
      expect(gradientOf(right.kernelName)).toBe(right);
      const theirs = tf.getGradient(right.kernelName);
      const mine: tf.GradConfig = {
        kernelName: right.kernelName,
        gradFunc: (dy) => ({ x: () => tf.neg(dy as tf.Tensor) }),
      };
      tf.unregisterGradient(right.kernelName);
      tf.registerGradient(mine);
      try {
        expect(tensorsLeft(() => expect(gradientOf(right.kernelName)).toBe(mine))).toBe(0);
      } finally {
        tf.unregisterGradient(right.kernelName);
        tf.registerGradient(theirs);
      }
    }
  });

  it("is correct in debug mode, too, and TensorFlow.js alone is unchanged.", () => {
    const theirs = tf.getGradient("Cumsum");
    const x = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    tf.env().set("DEBUG", true);
    try {
      const dynamics = dynamicsOf((_t: number, y: tf.Tensor) => tf.cumsum(y, 0), x);
      const g = tf.tensor2d([
        [1, 10],
        [100, 1000],
      ]);
      expectValues(dynamics.pullback(0, [x], [g], []).y[0] as tf.Tensor, [101, 1010, 100, 1000]);
    } finally {
      tf.env().set("DEBUG", false);
      // Its default is DEBUG, as that was when this flag was first read.
      tf.env().set("CHECK_COMPUTATION_FOR_ERRORS", false);
    }
    expect(tf.getGradient("Cumsum")).toBe(theirs);
  });
});
