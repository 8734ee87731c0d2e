import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { onWasm } from "../../test/on-wasm.js";

type Pad = "same" | "valid" | number | tf.backend_util.ExplicitPadding;

/** Distinct numbers in irregular order. */
function shuffled(size: number): Array<number> {
  let state = 9;
  const keys = Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  });
  const order = keys.map((_, i) => i).sort((i, j) => (keys[i] as number) - (keys[j] as number));
  return order.map((value) => (value - size / 2) / 8);
}

/** Cotangents whose sums are exact in float32. */
const cotangents = (size: number): Array<number> =>
  Array.from({ length: size }, (_, i) => ((i * 37) % 61) / 4 - 7);

/** The starts of windows along one axis: multiples of the stride, minus the padding `before`. */
interface Axis {
  readonly length: number;
  readonly out: number;
  readonly window: number;
  readonly stride: number;
  readonly before: number;
}

function axisOf(length: number, window: number, stride: number, pad: Pad, axis: number): Axis {
  if (pad === "same") {
    const out = Math.ceil(length / stride);
    const before = Math.max(0, (out - 1) * stride + window - length) >> 1;
    return { length, out, window, stride, before };
  }
  const [before, after] =
    typeof pad === "number"
      ? [pad, pad]
      : pad === "valid"
        ? [0, 0]
        : (pad[axis] as [number, number]);
  const out = Math.floor((length + before + after - window) / stride) + 1;
  return { length, out, window, stride, before };
}

/**
 * The gradient according to its definition, in any number of dimensions: each cotangent goes to the first maximum of
 * its window.
 */
function expected(batch: number, axes: ReadonlyArray<Axis>, channels: number): Array<number> {
  const sizes = [batch, ...axes.map(({ length }) => length), channels];
  const outs = [batch, ...axes.map(({ out }) => out), channels];
  const x = shuffled(sizes.reduce((a, b) => a * b));
  const dx = x.map(() => 0);
  cotangents(outs.reduce((a, b) => a * b)).forEach((dy, o) => {
    const place: Array<number> = [];
    for (let k = outs.length - 1, rest = o; k >= 0; k--) {
      place[k] = rest % (outs[k] as number);
      rest = Math.floor(rest / (outs[k] as number));
    }
    let candidates = [place[0] as number];
    axes.forEach(({ length, window, stride, before }, k) => {
      candidates = candidates.flatMap((start) => {
        const first = (place[k + 1] as number) * stride - before;
        const inside = Array.from({ length: window }, (_, w) => first + w).filter(
          (i) => i >= 0 && i < length,
        );
        return inside.map((i) => start * length + i);
      });
    });
    const indices = candidates.map((i) => i * channels + (place.at(-1) as number));
    if (indices.length === 0) return;
    const largest = indices.reduce((a, b) => ((x[b] as number) > (x[a] as number) ? b : a));
    dx[largest] = (dx[largest] as number) + dy;
  });
  return dx;
}

const WINDOWS: ReadonlyArray<[number, number]> = [
  [1, 1],
  [2, 2],
  [3, 3],
  [1, 3],
  [3, 2],
  [2, 1],
  [4, 5],
];
const STRIDES: ReadonlyArray<[number, number]> = [
  [1, 1],
  [2, 2],
  [1, 2],
  [3, 1],
  [2, 3],
];
const PADS: ReadonlyArray<Pad> = [
  "same",
  "valid",
  0,
  [
    [0, 0],
    [1, 0],
    [0, 2],
    [0, 0],
  ],
  [
    [0, 0],
    [0, 1],
    [2, 1],
    [0, 0],
  ],
];

onWasm("The gradient of maxPool on wasm", () => {
  it.each(WINDOWS)(
    "is correct for windows of %i by %i, with any strides, padding, batch and channels",
    (h, w) => {
      for (const strides of STRIDES) {
        for (const pad of PADS) {
          for (const [batch, height, width, channels] of [
            [1, 6, 6, 1],
            [2, 7, 5, 3],
            [3, 5, 8, 4],
          ] as ReadonlyArray<[number, number, number, number]>) {
            // A window must not consist of padding only: the engine's maxPool is undefined there.
            if (Array.isArray(pad) && (h < 3 || w < 4)) continue;
            // Numeric padding requires square windows and strides.
            if (typeof pad === "number" && (h !== w || strides[0] !== strides[1])) continue;
            const shape: [number, number, number, number] = [batch, height, width, channels];
            const axes = [
              axisOf(height, h, strides[0], pad, 1),
              axisOf(width, w, strides[1], pad, 2),
            ];
            if (axes.some(({ out }) => out < 1)) continue;
            const x = tf.tensor4d(shuffled(tf.util.sizeFromShape(shape)), shape);
            const { value, grad } = tf.valueAndGrad((y: tf.Tensor) => {
              const pooled = tf.maxPool(y as tf.Tensor4D, [h, w], strides, pad as "same");
              const dy = tf.tensor4d(cotangents(pooled.size), pooled.shape);
              return tf.sum(tf.mul(pooled, dy));
            })(x);
            const what = `[${shape}], strides ${strides}, pad ${JSON.stringify(pad)}`;
            expect(Array.from(grad.dataSync()), what).toEqual(expected(batch, axes, channels));
            tf.dispose([x, value, grad]);
          }
        }
      }
    },
  );

  it.each([
    [
      [2, 2, 2],
      [1, 1, 1],
    ],
    [
      [1, 2, 3],
      [1, 1, 1],
    ],
    [
      [3, 1, 2],
      [2, 1, 1],
    ],
    [
      [2, 3, 1],
      [1, 3, 1],
    ],
  ] as ReadonlyArray<[[number, number, number], [number, number, number]]>)(
    "in space is right for windows of %j with strides %j",
    (window, strides) => {
      for (const pad of ["same", "valid"] as const) {
        const shape: [number, number, number, number, number] = [2, 4, 5, 6, 2];
        const axes = window.map((size, k) =>
          axisOf(shape[k + 1] as number, size, strides[k] as number, pad, k),
        );
        const x = tf.tensor5d(shuffled(tf.util.sizeFromShape(shape)), shape);
        const { grad } = tf.valueAndGrad((y: tf.Tensor) => {
          const pooled = tf.maxPool3d(y as tf.Tensor5D, window, strides, pad);
          return tf.sum(tf.mul(pooled, tf.tensor5d(cotangents(pooled.size), pooled.shape)));
        })(x);
        expect(Array.from(grad.dataSync()), pad).toEqual(expected(2, axes, 2));
      }
    },
  );
});
