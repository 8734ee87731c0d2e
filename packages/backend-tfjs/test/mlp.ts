import * as tf from "@tensorflow/tfjs";

/** y' = tanh(y W + b) V + c for a batch of rows, in double precision with a hand-written VJP, and with tensors. */
export interface Mlp {
  readonly parameters: [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
  f(t: number, y: tf.Tensor): tf.Tensor;
  value(y: Matrix): Matrix;
  /** Cotangents of y, W, b, V, c for the cotangent g. */
  vjp(y: Matrix, g: Matrix): [Matrix, Matrix, Matrix, Matrix, Matrix];
}

export type Matrix = Array<Array<number>>;

export function mlp(inputs = 3, hidden = 5): Mlp {
  const fill = (rows: number, columns: number, phase: number): Matrix =>
    Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => Math.fround(Math.sin(phase + 3 * i + 2 * j))),
    );
  const [W, b, V, c] = [
    fill(inputs, hidden, 1),
    fill(1, hidden, 2),
    fill(hidden, inputs, 3),
    fill(1, inputs, 4),
  ];
  const [w1, b1, w2, b2] = [W, b, V, c].map((m) =>
    tf.variable(tf.tensor2d(m)),
  ) as Mlp["parameters"];
  const hiddenOf = (y: Matrix): Matrix => map(plus(times(y, W), b), Math.tanh);
  return {
    parameters: [w1, b1, w2, b2],
    f: (_, y) => tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(y as tf.Tensor2D, w1), b1)), w2), b2),
    value: (y) => plus(times(hiddenOf(y), V), c),
    vjp: (y, g) => {
      const h = hiddenOf(y);
      const inner = times(g, transpose(V)).map((row, i) =>
        row.map((x, j) => x * (1 - (h[i]?.[j] as number) ** 2)),
      );
      return [
        times(inner, transpose(W)),
        times(transpose(y), inner),
        [columnSums(inner)],
        times(transpose(h), g),
        [columnSums(g)],
      ];
    },
  };
}

function times(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    (b[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * (b[k]?.[j] as number), 0)),
  );
}

const transpose = (a: Matrix): Matrix =>
  (a[0] ?? []).map((_, j) => a.map((row) => row[j] as number));
const plus = (a: Matrix, [b]: Matrix): Matrix =>
  a.map((row) => row.map((x, j) => x + (b?.[j] as number)));
const map = (a: Matrix, f: (x: number) => number): Matrix => a.map((row) => row.map(f));
const columnSums = (a: Matrix): Array<number> =>
  (a[0] ?? []).map((_, j) => a.reduce((sum, row) => sum + (row[j] as number), 0));
