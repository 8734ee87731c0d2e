import * as tf from "@tensorflow/tfjs";

type Dynamics = (t: number, y: tf.Tensor) => tf.Tensor;

/** A function that behaves at all its evaluations but one, and how often it was evaluated. */
export interface FailingDynamics {
  readonly f: Dynamics;
  readonly calls: number;
}

/** Evaluates `f`, and at the n-th evaluation hands what came out to `fail`. */
export function failingAt(
  n: number,
  f: Dynamics,
  fail: (dy: tf.Tensor) => unknown,
): FailingDynamics {
  let calls = 0;
  return {
    f: (t, y) => {
      const dy = f(t, y);
      calls++;
      return (calls === n ? fail(dy) : dy) as tf.Tensor;
    },
    get calls() {
      return calls;
    },
  };
}

/** What f may do wrong, and how the message tells. */
export const failures: ReadonlyArray<readonly [string, (dy: tf.Tensor) => unknown, RegExp]> = [
  [
    "throws",
    () => {
      throw new Error("on purpose");
    },
    /^on purpose$/,
  ],
  ["returns nothing", () => undefined, /returned undefined.*missing return/],
  ["returns a promise", async () => undefined, /returned a Promise.*synchronous/],
  ["returns another shape", (dy) => tf.expandDims(dy), /returned float32 \[1, 1, 2\]/],
  [
    "returns another structure",
    (dy) => [dy, dy],
    /returned \[float32 \[1, 2\], float32 \[1, 2\]\]/,
  ],
  ["returns integers", (dy) => tf.cast(dy, "int32"), /returned int32 \[1, 2\].*tf\.cast/],
  ["returns a number", () => 1, /returned 1/],
];
