import { larger, relu } from "../host/choices.js";
import { mean, pow, square } from "../host/functions.js";
import { arrayOf, type HostArray, pick, pickOr, type Shape, sum } from "../host/host-array.js";
import { add, affine, constant, div, mul, type Scalar, ZERO } from "../host/scalar.js";
import { type Kind, kind } from "./kind.js";

type Padding = "same" | "valid";

/** Position of windows along one axis. */
interface Windows {
  readonly count: number;
  readonly size: number;
  /** The index of the k-th element of the i-th window. */
  at(i: number, k: number): number;
}

function windows(
  length: number,
  size: number,
  stride: number,
  pad: Padding,
  dilation = 1,
): Windows {
  const span = (size - 1) * dilation + 1;
  const count =
    pad === "same" ? Math.ceil(length / stride) : Math.ceil((length - span + 1) / stride);
  const missing = pad === "same" ? Math.max(0, (count - 1) * stride + span - length) : 0;
  const before = Math.floor(missing / 2);
  return { count, size, at: (i, k) => i * stride + k * dilation - before };
}

/** Σ over a window and the input's channels, for a filter [height, width, in, out]. */
function conv2d(x: HostArray, w: HostArray, strides: Shape, pad: Padding, dilation = 1): HostArray {
  const [n, height, width, channels] = x.shape as [number, number, number, number];
  const [kh, kw, , out] = w.shape as [number, number, number, number];
  const rows = windows(height, kh, strides[0] as number, pad, dilation);
  const columns = windows(width, kw, strides[1] as number, pad, dilation);
  return arrayOf([n, rows.count, columns.count, out], (b = 0, i = 0, j = 0, o = 0) =>
    sum(kh, (p) =>
      sum(kw, (q) =>
        sum(channels, (c) =>
          mul(pickOr(x, ZERO, b, rows.at(i, p), columns.at(j, q), c), pick(w, p, q, c, o)),
        ),
      ),
    ),
  );
}

/** Separate filters for every channel: [height, width, in, multiplier]. */
function depthwise(x: HostArray, w: HostArray, stride: number, pad: Padding): HostArray {
  const [n, height, width, channels] = x.shape as [number, number, number, number];
  const [kh, kw, , multiplier] = w.shape as [number, number, number, number];
  const rows = windows(height, kh, stride, pad);
  const columns = windows(width, kw, stride, pad);
  return arrayOf(
    [n, rows.count, columns.count, channels * multiplier],
    (b = 0, i = 0, j = 0, o = 0) => {
      const c = Math.floor(o / multiplier);
      return sum(kh, (p) =>
        sum(kw, (q) =>
          mul(
            pickOr(x, ZERO, b, rows.at(i, p), columns.at(j, q), c),
            pick(w, p, q, c, o % multiplier),
          ),
        ),
      );
    },
  );
}

/** The transpose of conv2d, for a filter [height, width, out, in]. */
function transposed(
  x: HostArray,
  w: HostArray,
  shape: Shape,
  stride: number,
  pad: Padding,
): HostArray {
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const [kh, kw] = w.shape as [number, number];
  const rows = windows(shape[1] as number, kh, stride, pad);
  const columns = windows(shape[2] as number, kw, stride, pad);
  return arrayOf(shape, (b = 0, y = 0, z = 0, o = 0) => {
    const terms: Array<Scalar> = [];
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++)
        for (let p = 0; p < kh; p++)
          for (let q = 0; q < kw; q++) {
            if (rows.at(i, p) !== y || columns.at(j, q) !== z) continue;
            for (let c = 0; c < channels; c++)
              terms.push(mul(pick(x, b, i, j, c), pick(w, p, q, o, c)));
          }
    return add(...terms);
  });
}

/** A function of every window of every channel; elements outside the image are ignored. */
function pool(
  x: HostArray,
  size: Shape,
  strides: Shape,
  pad: Padding,
  fold: (elements: Array<Scalar>) => Scalar,
): HostArray {
  const [n, height, width, channels] = x.shape as [number, number, number, number];
  const rows = windows(height, size[0] as number, strides[0] as number, pad);
  const columns = windows(width, size[1] as number, strides[1] as number, pad);
  return arrayOf([n, rows.count, columns.count, channels], (b = 0, i = 0, j = 0, c = 0) => {
    const found: Array<Scalar> = [];
    for (let p = 0; p < rows.size; p++)
      for (let q = 0; q < columns.size; q++) {
        const [r, s] = [rows.at(i, p), columns.at(j, q)];
        if (r >= 0 && r < height && s >= 0 && s < width) found.push(pick(x, b, r, s, c));
      }
    return fold(found);
  });
}

const largest = (all: Array<Scalar>): Scalar => all.reduce(larger);
const image = [1, 4, 4, 2];
const single = [1, 4, 4, 1];
const filter = [2, 2, 2, 2];
const unevenly: ReadonlyArray<readonly [size: Shape, strides: Shape, pad: Padding]> = [
  [[2, 2], [2, 2], "valid"],
  [[2, 2], [1, 1], "same"],
  [[3, 2], [1, 2], "same"],
  [[1, 3], [2, 1], "same"],
  [[2, 1], [1, 2], "valid"],
  [[3, 2], [1, 1], "valid"],
];

const list = (numbers: Shape): string => `[${numbers.join(", ")}]`;

/** The one of [1, w, c] as [1, 1, w, c], and back. */
const lifted = ({ shape, at }: HostArray): HostArray => ({ shape: [1, ...shape], at });

/** Convolutions, pools, and operations on images and volumes. */
export const images: ReadonlyArray<Kind> = [
  kind("conv2d", 'tf.conv2d($0, $1, 1, "same")', [image, filter], (x, w) =>
    conv2d(x, w, [1, 1], "same"),
  ),
  kind("conv2d", 'tf.conv2d($0, $1, [1, 2], "valid")', [image, filter], (x, w) =>
    conv2d(x, w, [1, 2], "valid"),
  ),
  kind("conv2d", 'tf.conv2d($0, $1, 2, "same")', [image, [3, 2, 2, 1]], (x, w) =>
    conv2d(x, w, [2, 2], "same"),
  ),
  kind("conv2d", 'tf.conv2d($0, $1, 1, "same")', [image, [1, 1, 2, 3]], (x, w) =>
    conv2d(x, w, [1, 1], "same"),
  ),
  kind(
    "fused.conv2d",
    'tf.fused.conv2d({ x: $0, filter: $1, strides: 1, pad: "same", bias: $2, activation: "relu" })',
    [image, filter, [2]],
    (x, w, bias) => {
      const { shape, at } = conv2d(x, w, [1, 1], "same");
      return { shape, at: at.map((a, i) => relu(add(a, pick(bias, i % 2)))) };
    },
  ),
  kind(
    "conv1d",
    'tf.conv1d($0, $1, 1, "same")',
    [
      [1, 4, 2],
      [3, 2, 2],
    ],
    (x, w) => {
      const { shape, at } = conv2d(lifted(x), lifted(w), [1, 1], "same");
      return { shape: shape.slice(1), at };
    },
  ),
  kind("depthwiseConv2d", 'tf.depthwiseConv2d($0, $1, 1, "same")', [image, filter], (x, w) =>
    depthwise(x, w, 1, "same"),
  ),
  kind("depthwiseConv2d", 'tf.depthwiseConv2d($0, $1, 2, "valid")', [image, [3, 2, 2, 1]], (x, w) =>
    depthwise(x, w, 2, "valid"),
  ),
  kind(
    "separableConv2d",
    'tf.separableConv2d($0, $1, $2, 1, "valid")',
    [image, [2, 2, 2, 1], [1, 1, 2, 3]],
    (x, w, v) => conv2d(depthwise(x, w, 1, "valid"), v, [1, 1], "valid"),
  ),
  kind(
    "conv2dTranspose",
    'tf.conv2dTranspose($0, $1, [1, 4, 4, 1], 2, "same")',
    [
      [1, 2, 2, 2],
      [2, 2, 1, 2],
    ],
    (x, w) => transposed(x, w, [1, 4, 4, 1], 2, "same"),
  ),
  kind(
    "conv2dTranspose",
    'tf.conv2dTranspose($0, $1, [1, 4, 3, 1], 1, "valid")',
    [
      [1, 2, 2, 2],
      [3, 2, 1, 2],
    ],
    (x, w) => transposed(x, w, [1, 4, 3, 1], 1, "valid"),
  ),
  kind(
    "conv3d",
    'tf.conv3d($0, $1, 1, "valid")',
    [
      [1, 2, 3, 3, 1],
      [2, 2, 2, 1, 2],
    ],
    (x, w) =>
      arrayOf([1, 1, 2, 2, 2], (_b, _d, i = 0, j = 0, o = 0) =>
        sum(2, (d) =>
          sum(2, (p) => sum(2, (q) => mul(pick(x, 0, d, i + p, j + q, 0), pick(w, d, p, q, 0, o)))),
        ),
      ),
  ),
  ...unevenly.flatMap(([size, strides, pad]) => [
    kind("maxPool", `tf.maxPool($0, ${list(size)}, ${list(strides)}, "${pad}")`, [single], (x) =>
      pool(x, size, strides, pad, largest),
    ),
    kind("avgPool", `tf.avgPool($0, ${list(size)}, ${list(strides)}, "${pad}")`, [single], (x) =>
      pool(x, size, strides, pad, mean),
    ),
  ]),
  kind("maxPool", 'tf.maxPool($0, 2, 2, "valid")', [image], (x) =>
    pool(x, [2, 2], [2, 2], "valid", largest),
  ),
  kind("pool", 'tf.pool($0, [2, 2], "avg", "valid", [1, 1], [1, 2])', [image], (x) =>
    pool(x, [2, 2], [1, 2], "valid", mean),
  ),
  ...(["max", "avg"] as const).map((how) =>
    kind(
      `${how}Pool3d`,
      `tf.${how}Pool3d($0, [2, 1, 2], [1, 1, 1], "valid")`,
      [[1, 2, 2, 3, 1]],
      (x) =>
        arrayOf([1, 1, 2, 2, 1], (_b, _d, i = 0, j = 0) => {
          const all = [0, 1].flatMap((d) => [0, 1].map((q) => pick(x, 0, d, i, j + q, 0)));
          return how === "max" ? largest(all) : mean(all);
        }),
    ),
  ),
  kind(
    "localResponseNormalization",
    "tf.localResponseNormalization($0, 1, 1, 0.5, 0.75)",
    [[1, 2, 2, 3]],
    (x) =>
      arrayOf([1, 2, 2, 3], (_b, i = 0, j = 0, c = 0) => {
        const near = [c - 1, c, c + 1].map((d) => square(pickOr(x, ZERO, 0, i, j, d)));
        return mul(pick(x, 0, i, j, c), pow(affine(add(...near), 0.5, 1), constant(-0.75)));
      }),
  ),
  kind("dilation2d", 'tf.dilation2d($0, $1, 1, "valid")', [single, [2, 2, 1]], (x, w) =>
    arrayOf([1, 3, 3, 1], (_b, i = 0, j = 0) =>
      largest(
        [0, 1].flatMap((p) =>
          [0, 1].map((q) => add(pick(x, 0, i + p, j + q, 0), pick(w, p, q, 0))),
        ),
      ),
    ),
  ),
  kind("image.resizeBilinear", "tf.image.resizeBilinear($0, [5, 3], true)", [[1, 2, 2, 1]], (x) =>
    arrayOf([1, 5, 3, 1], (_b, i = 0, j = 0) => {
      const [r, s] = [i / 4, j / 2];
      const corner = (p: number, q: number): Scalar =>
        affine(pick(x, 0, p, q, 0), (p === 0 ? 1 - r : r) * (q === 0 ? 1 - s : s));
      return add(corner(0, 0), corner(0, 1), corner(1, 0), corner(1, 1));
    }),
  ),
  kind(
    "image.resizeNearestNeighbor",
    "tf.image.resizeNearestNeighbor($0, [4, 6])",
    [[1, 2, 3, 1]],
    (x) =>
      arrayOf([1, 4, 6, 1], (_b, i = 0, j = 0) =>
        pick(x, 0, Math.floor(i / 2), Math.floor(j / 2), 0),
      ),
  ),
  kind(
    "image.flipLeftRight",
    "tf.image.flipLeftRight($0)",
    [single],
    (x) => arrayOf(single, (_b, i = 0, j = 0) => pick(x, 0, i, 3 - j, 0)),
    { constant: true },
  ),
  kind(
    "batchNorm",
    "tf.batchNorm($0, $1, $2, $3, $4, 0.001)",
    [image, [2], [2], [2], [2]],
    (x, m, v, b, s) =>
      arrayOf(image, (n = 0, i = 0, j = 0, c = 0) => {
        const spread = pow(affine(pick(v, c), 1, 0.001), constant(0.5));
        const from = add(pick(x, n, i, j, c), affine(pick(m, c), -1));
        return add(div(mul(from, pick(s, c)), spread), pick(b, c));
      }),
    {
      ranges: [
        [-2, 2],
        [-1, 1],
        [0.3, 2],
        [-1, 1],
        [-2, 2],
      ],
    },
  ),
];
