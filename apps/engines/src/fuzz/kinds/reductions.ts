import { abs, indexOfLargest, isPositive, larger, smaller } from "../host/choices.js";
import { mean, softmax, square, variance } from "../host/functions.js";
import { arrayOf, type HostArray, map, pick, reduce, sum } from "../host/host-array.js";
import {
  add,
  constant,
  exp,
  log,
  mul,
  neg,
  ONE,
  type Scalar,
  sqrt,
  sub,
  ZERO,
} from "../host/scalar.js";
import { type Kind, kind } from "./kind.js";

type Fold = (elements: Array<Scalar>) => Scalar;

const matrix = [[2, 3]];
const cube = [[2, 3, 2]];

const total: Fold = (all) => add(...all);
const product: Fold = (all) => all.reduce(mul);
const logSumExp: Fold = (all) => log(add(...all.map(exp)));
const length: Fold = (all) => sqrt(add(...all.map(square)));
const argMax: Fold = (all) => constant(indexOfLargest(all));
const argMin: Fold = (all) => constant(indexOfLargest(all.map(neg)));

/** Over all axes, over one axis, over one axis that is kept, over two axes. */
function folds(operation: string, fold: Fold): Array<Kind> {
  return [
    kind(operation, `tf.${operation}($0)`, 1, (x) =>
      reduce(
        x,
        x.shape.map((_, axis) => axis),
        fold,
      ),
    ),
    kind(operation, `tf.${operation}($0, 0)`, matrix, (x) => reduce(x, [0], fold)),
    kind(operation, `tf.${operation}($0, 1, true)`, matrix, (x) => reduce(x, [1], fold, true)),
    kind(operation, `tf.${operation}($0, 1)`, cube, (x) => reduce(x, [1], fold)),
    kind(operation, `tf.${operation}($0, [0, 2])`, cube, (x) => reduce(x, [0, 2], fold)),
  ];
}

/** Along the last axis or the first, with one number per preceding index. */
function scan(
  x: HostArray,
  axis: number,
  step: (before: Scalar, element: Scalar) => Scalar,
  { exclusive = false, reverse = false, start = ZERO } = {},
): HostArray {
  const n = x.shape[axis] as number;
  return arrayOf(x.shape, (...index) => {
    const i = index[axis] as number;
    const count = (reverse ? n - 1 - i : i) + (exclusive ? 0 : 1);
    let scanned = start;
    for (let k = 0; k < count; k++) {
      const at = [...index];
      at[axis] = reverse ? n - 1 - k : k;
      scanned = step(scanned, pick(x, ...at));
    }
    return scanned;
  });
}

function alongRows(
  x: HostArray,
  f: (row: ReadonlyArray<Scalar>) => ReadonlyArray<Scalar>,
): HostArray {
  const width = x.shape.at(-1) as number;
  const rows = Array.from({ length: x.at.length / width }, (_, i) =>
    f(x.at.slice(i * width, (i + 1) * width)),
  );
  return { shape: x.shape, at: rows.flat() };
}

const constantly = { constant: true } as const;

/** Reductions over axes, scans, norms, softmax, and argmax. */
export const reductions: ReadonlyArray<Kind> = [
  ...folds("sum", total),
  ...folds("mean", mean),
  ...folds("max", (all) => all.reduce(larger)),
  ...folds("min", (all) => all.reduce(smaller)),
  ...folds("prod", product).slice(0, 4),
  ...folds("logSumExp", logSumExp),
  kind("norm", "tf.norm($0)", 1, (x) => ({ shape: [], at: [length([...x.at])] })),
  kind("norm", "tf.norm($0, 1)", [[3]], (x) => reduce(map(abs, x), [0], total)),
  kind("norm", 'tf.norm($0, "euclidean", 1)', matrix, (x) => reduce(x, [1], length)),
  kind("norm", "tf.norm($0, 1, 1)", matrix, (x) => reduce(map(abs, x), [1], total)),
  kind("euclideanNorm", "tf.euclideanNorm($0, 1)", matrix, (x) => reduce(x, [1], length)),
  kind(
    "moments",
    "Object.values(tf.moments($0, 1))",
    matrix,
    (x) => [reduce(x, [1], mean), reduce(x, [1], variance)],
    { outputs: 2 },
  ),
  kind("cumsum", "tf.cumsum($0, 1)", matrix, (x) => scan(x, 1, (a, b) => add(a, b))),
  kind("cumsum", "tf.cumsum($0, 1, true)", matrix, (x) =>
    scan(x, 1, (a, b) => add(a, b), { exclusive: true }),
  ),
  kind("cumsum", "tf.cumsum($0, 1, false, true)", matrix, (x) =>
    scan(x, 1, (a, b) => add(a, b), { reverse: true }),
  ),
  kind("cumsum", "tf.cumsum($0, 1, true, true)", matrix, (x) =>
    scan(x, 1, (a, b) => add(a, b), { exclusive: true, reverse: true }),
  ),
  kind("cumsum", "tf.cumsum($0, 0)", matrix, (x) => scan(x, 0, (a, b) => add(a, b))),
  kind("cumsum", "tf.cumsum($0, 0)", [[3, 3]], (x) => scan(x, 0, (a, b) => add(a, b))),
  kind("cumprod", "tf.cumprod($0, 1)", matrix, (x) => scan(x, 1, mul, { start: ONE }), constantly),
  kind("softmax", "tf.softmax($0)", matrix, (x) => alongRows(x, softmax)),
  kind("logSoftmax", "tf.logSoftmax($0)", matrix, (x) =>
    alongRows(x, (row) => {
      const all = logSumExp([...row]);
      return row.map((element) => sub(element, all));
    }),
  ),
  kind("argMax", 'tf.cast(tf.argMax($0, 1), "float32")', matrix, (x) => reduce(x, [1], argMax)),
  kind("argMin", 'tf.cast(tf.argMin($0, 0), "float32")', matrix, (x) => reduce(x, [0], argMin)),
  kind("oneHot", "tf.mul($0, tf.oneHot(tf.argMax($0, 1), 3))", matrix, (x) =>
    alongRows(x, (row) => {
      const largest = indexOfLargest(row);
      return row.map((element, i) => (i === largest ? element : ZERO));
    }),
  ),
  kind("any", 'tf.cast(tf.any(tf.greater($0, 0), 1), "float32")', matrix, (x) =>
    reduce(x, [1], (all) => constant(all.map(isPositive).includes(true) ? 1 : 0)),
  ),
  kind("all", 'tf.cast(tf.all(tf.greater($0, 0), 1), "float32")', matrix, (x) =>
    reduce(x, [1], (all) => constant(all.map(isPositive).includes(false) ? 0 : 1)),
  ),
  kind(
    "topk",
    "tf.topk($0, 2).values",
    matrix,
    (x) => {
      const sorted = alongRows(x, (row) => [...row].sort((a, b) => b.value - a.value));
      return arrayOf([2, 2], (i = 0, j = 0) => pick(sorted, i, j));
    },
    constantly,
  ),
  kind("dot", "tf.dot($0, $1)", [[3], [3]], (a, b) =>
    arrayOf([], () => sum(3, (i) => mul(pick(a, i), pick(b, i)))),
  ),
  kind("addN", "tf.addN([$0, $1, $0])", 2, (a, b) => map((p, q) => add(p, q, p), a, b)),
];
