import {
  add,
  concat,
  fill,
  matMul,
  mul,
  reshape,
  sigmoid,
  slice,
  sub,
  type Tensor,
  tanh,
  type Variable,
  zeros,
} from "@tensorflow/tfjs-core";
import { newVariable, uniformWeights } from "../networks/initial-weights.js";
import type { RandomSource } from "../networks/random-source.js";
import type { Series } from "./irregular-series.js";

/** A recurrent network that reads a batch of series backward in time. */
export interface RecurrentEncoder {
  readonly variables: ReadonlyArray<Variable>;
  /** The mean and the logarithm of the variance of the latent state at the first time, both [batch, latent]. */
  encode(series: Series): { readonly mean: Tensor; readonly logVariance: Tensor };
}

/**
 * A gated recurrent unit (Cho et al., EMNLP 2014, arXiv 1406.1078) that reads [x, time since the observation read before], from
 * the last observation to the first, and skips times without one:
 *
 *     r, u = σ([x, h] W + b),   c = tanh([x, r ⊙ h] V + a),   h ← u ⊙ h + (1 − u) ⊙ c.
 */
export function recurrentEncoder(
  dimension: number,
  width: number,
  latent: number,
  random: RandomSource,
): RecurrentEncoder {
  const inputs = dimension + 1 + width;
  const weights = (shape: Array<number>, fanIn: number) =>
    newVariable(() => uniformWeights(shape, fanIn, random));
  const [gates, gateBias] = [weights([inputs, 2 * width], inputs), weights([2 * width], inputs)];
  const [candidate, candidateBias] = [weights([inputs, width], inputs), weights([width], inputs)];
  const [out, outBias] = [weights([width, 2 * latent], width), weights([2 * latent], width)];

  return {
    variables: [gates, gateBias, candidate, candidateBias, out, outBias],
    encode({ times, values, mask }) {
      const batch = values.shape[0];
      const part = (x: Tensor, from: number, length: number) =>
        slice(x, [0, from], [batch, length]);
      let h: Tensor = zeros([batch, width]);
      // Since the observation read before, for each row.
      let waited: Tensor = zeros([batch, 1]);
      for (let i = times.length - 1; i >= 0; i--) {
        const x = reshape(slice(values, [0, i, 0], [batch, 1, dimension]), [batch, dimension]);
        const seen = part(mask, i, 1);
        const step = i === times.length - 1 ? 0 : (times[i + 1] as number) - (times[i] as number);
        waited = add(waited, fill([batch, 1], step));
        const input = concat([x, waited], 1);
        const both = sigmoid(add(matMul(concat([input, h], 1), gates), gateBias));
        const [reset, update] = [part(both, 0, width), part(both, width, width)];
        const proposal = tanh(
          add(matMul(concat([input, mul(reset, h)], 1), candidate), candidateBias),
        );
        const next = add(mul(update, h), mul(sub(1, update), proposal));
        h = add(h, mul(seen, sub(next, h)));
        waited = mul(waited, sub(1, seen));
      }
      const both = add(matMul(h, out), outBias);
      return { mean: part(both, 0, latent), logVariance: part(both, latent, latent) };
    },
  };
}
