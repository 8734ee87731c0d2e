import {
  checkOptions,
  checkValue,
  enumRequirement,
  InvalidArgumentError,
  InvalidTimesError,
  type OptionTable,
} from "@symplectic-adjoint/core";
import {
  add,
  addN,
  cast,
  concat,
  div,
  greaterEqual,
  matMul,
  mul,
  ones,
  reshape,
  type Scalar,
  slice,
  sub,
  type Tensor,
  type Tensor3D,
  tensor,
  tensor1d,
  tidy,
  transpose,
  zeros,
} from "@tensorflow/tfjs-core";
import { checkTensor } from "../checks/check-tensor.js";
import { timesRequirement } from "../checks/times.js";
import type { FlowTime } from "../flows/flow-field.js";

/** Options of {@link controlPath}. */
export interface ControlPathOptions {
  /** Default "hermite". */
  readonly interpolation?: "hermite" | "linear" | undefined;
}

/** A path X(t) through observations: see {@link controlPath}. */
export interface ControlPath {
  /** Times of the observations. Use them as `stepT` of a solve, for "linear" as `jumpT`. */
  readonly times: ReadonlyArray<number>;
  /** X(t), shape [batch, channels]. */
  evaluate(t: FlowTime): Tensor;
  /** dX/dt, shape [batch, channels]. At a time of an observation: from the right. */
  derivative(t: FlowTime): Tensor;
  /** Frees the coefficients. The values remain yours. */
  dispose(): void;
}

const table: OptionTable = {
  interpolation: enumRequirement(
    ["hermite", "linear"],
    'Write interpolation: "linear", or leave it out.',
  ),
} satisfies Record<keyof ControlPathOptions, unknown>;

/**
 * A path through observations that controls a neural differential equation: piecewise linear, or the cubic Hermite spline with
 * backward differences as slopes, which is continuously differentiable and uses no observation before its time but the next
 * one (Morrill et al., "Neural CDEs for online prediction", 2021, arXiv 2106.11028). With d_i the slope of interval i,
 * m_i = d_{i−1} (m_0 = d_0), and s from 0 to 1 in interval i:
 *
 *     X = x_i + h (m_i s + (d_i − m_i)(2s² − s³)),   X' = m_i + (d_i − m_i)(4s − 3s²).
 *
 * Made of operations of TensorFlow.js: created on a tape, it passes gradients on to the values. A time that is a tensor costs as
 * many times more as there are intervals, since all of them are read; only "hermite" takes one, because in single precision a
 * jump would be missed.
 *
 * @param times Times of the observations, strictly increasing, the same for all rows of the batch.
 * @param values The observations without gaps, shape [batch, times, channels]. Append the times as a channel.
 * @example
 * const path = controlPath([0, 1, 3], tf.zeros([16, 3, 2]));
 */
export function controlPath(
  times: ReadonlyArray<number>,
  values: Tensor3D,
  options: ControlPathOptions = {},
): ControlPath {
  checkValue("times", times, timesRequirement);
  checkTensor("values", values, [null, null, null], "Write a tensor of [batch, times, channels].");
  checkOptions("controlPath", options, table);
  const { interpolation = "hermite" } = options;
  const knots = [...times];
  const [batch, length, channels] = values.shape;
  if (length !== knots.length) {
    throw new InvalidTimesError({
      argument: "times",
      value: knots,
      problem: `must be as many as the second axis of values is long, ${length}`,
      remedy: "Write one time for each observation.",
    });
  }
  const spans = knots.slice(1).map((t, i) => t - (knots[i] as number));
  const { nodes, slopes, bends } = tidy(() => {
    const x = transpose(values, [1, 0, 2]);
    const rows = (from: number, count: number, of: Tensor) =>
      slice(of, [from, 0, 0], [count, batch, channels]);
    const n = length - 1;
    const d = div(sub(rows(1, n, x), rows(0, n, x)), tensor(spans, [n, 1, 1]));
    if (interpolation === "linear") return { nodes: x, slopes: d, bends: undefined };
    const m = concat([rows(0, 1, d), rows(0, n - 1, d)]);
    return { nodes: x, slopes: m, bends: sub(d, m) };
  }) as { nodes: Tensor; slopes: Tensor; bends: Tensor | undefined };

  const row = (of: Tensor, i: number) =>
    reshape(slice(of, [i, 0, 0], [1, batch, channels]), [batch, channels]);
  const at = (t: number) => {
    let i = 0;
    // Few times: a search by halves would not be faster.
    while (i < spans.length - 1 && t >= (knots[i + 1] as number)) i++;
    const h = spans[i] as number;
    return { i, h, s: (t - (knots[i] as number)) / h };
  };
  /** For each interval whether t is in it, 1 or 0; s, and h. */
  const everywhere = (t: Scalar) => {
    if (bends === undefined) throw missesJumps(t);
    const begun = concat([
      ones([1]),
      cast(greaterEqual(t, tensor1d(knots.slice(1, -1))), "float32"),
    ]);
    const ended = concat([slice(begun, 1), zeros([1])]);
    const h = tensor1d(spans);
    return { within: sub(begun, ended), s: div(sub(t, tensor1d(knots.slice(0, -1))), h), h };
  };
  /** Σ weight_i row_i. */
  const blended = (...terms: ReadonlyArray<readonly [weights: Tensor, of: Tensor | undefined]>) => {
    const n = spans.length;
    const sums = terms.map(([weights, of]) =>
      matMul(reshape(weights, [1, n]), reshape(slice(of as Tensor, 0, n), [n, -1])),
    );
    return reshape(addN(sums), [batch, channels]);
  };
  return {
    times: knots,
    evaluate(t) {
      if (typeof t !== "number") {
        const { within, s, h } = everywhere(t);
        const along = mul(mul(within, s), h);
        const bend = mul(along, mul(s, sub(2, s)));
        return blended([within, nodes], [along, slopes], [bend, bends]);
      }
      const { i, h, s } = at(t);
      const straight = add(row(nodes, i), mul(row(slopes, i), h * s));
      if (bends === undefined) return straight;
      return add(straight, mul(row(bends, i), h * s * s * (2 - s)));
    },
    derivative(t) {
      if (typeof t !== "number") {
        const { within, s } = everywhere(t);
        const bend = mul(within, mul(s, sub(4, mul(s, 3))));
        return blended([within, slopes], [bend, bends]);
      }
      const { i, s } = at(t);
      const slope = row(slopes, i);
      return bends === undefined ? slope : add(slope, mul(row(bends, i), s * (4 - 3 * s)));
    },
    dispose() {
      for (const each of [nodes, slopes, bends]) each?.dispose();
    },
  };
}

function missesJumps(t: Scalar): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "t",
    value: t,
    problem: "is a tensor, in whose single precision the jumps of a linear path would be missed",
    remedy: 'Write interpolation: "hermite", or solve with time: "number" and without compiling.',
  });
}
