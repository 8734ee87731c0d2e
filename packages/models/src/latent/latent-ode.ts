import {
  checkOptions,
  checkValue,
  InvalidTimesError,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import {
  add,
  dispose,
  div,
  exp,
  expandDims,
  mean as meanOf,
  mul,
  randomNormal,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor3D,
  tidy,
  transpose,
  type Variable,
} from "@tensorflow/tfjs-core";
import { count, counts, notNegative, positive, seedRequirement } from "../checks/requirements.js";
import { timesRequirement } from "../checks/times.js";
import { type ActivationName, activationRequirement, activations } from "../networks/activation.js";
import { denseNetwork } from "../networks/dense-network.js";
import { randomSource } from "../networks/random-source.js";
import { dynamicsWith } from "../solving/compile.js";
import { type OdeintChoice, odeintChoiceTable, solveWith } from "../solving/odeint-choice.js";
import { checkSeries, type Series } from "./irregular-series.js";
import { recurrentEncoder } from "./recurrent-encoder.js";

/** Options of {@link latentOde}. */
export interface LatentOdeOptions extends OdeintChoice {
  /** Length of a row of data. */
  readonly dimension: number;
  /** Length of the latent state. Default 4. */
  readonly latent?: number | undefined;
  /** Width of the recurrent encoder. Default 25. */
  readonly recurrent?: number | undefined;
  /** Widths of the hidden layers of the dynamics, and of the decoder. Default [20]. */
  readonly hidden?: ReadonlyArray<number> | undefined;
  /** Of the dynamics and the decoder. Default "tanh". */
  readonly activation?: ActivationName | undefined;
  /** Standard deviation of the observations' noise. Default 0.1. */
  readonly noise?: number | undefined;
  /** Seed of the initial weights. Default: random. */
  readonly seed?: number | undefined;
}

/** Options of `elbo`. */
export interface ElboOptions {
  /** Weight of the Kullback–Leibler term. Default 1; less at the beginning of a training helps. */
  readonly klWeight?: number | undefined;
  /** Seed of the sample of the latent state. Default: random. */
  readonly seed?: number | undefined;
}

/** A latent ODE: see {@link latentOde}. */
export interface LatentOde {
  /** All variables to train. */
  readonly variables: ReadonlyArray<Variable>;
  /**
   * The evidence lower bound in nats, the mean over the batch of log p(x | z) − klWeight · KL(q(z) ‖ N(0, 1)), with one
   * sample of z. To be maximised: minimise its negative.
   */
  elbo(series: Series, options?: ElboOptions): Scalar;
  /** Mean and logarithm of the variance of the latent state at the first time, both [batch, latent]. */
  encode(series: Series): { readonly mean: Tensor; readonly logVariance: Tensor };
  /**
   * Data predicted from the mean of the latent state, shape [batch, times, dimension].
   *
   * @param times Strictly increasing; the first is the first of the series. Default: those of the series.
   */
  predict(series: Series, times?: ReadonlyArray<number>): Tensor3D;
  /** Frees the variables. */
  dispose(): void;
}

const table: OptionTable = {
  dimension: required(count("dimension")),
  latent: count("latent"),
  recurrent: count("recurrent"),
  hidden: counts("hidden"),
  activation: activationRequirement,
  noise: positive("noise"),
  seed: seedRequirement,
  ...odeintChoiceTable,
} satisfies Record<keyof LatentOdeOptions, unknown>;

const elboTable: OptionTable = {
  klWeight: notNegative("klWeight"),
  seed: seedRequirement,
} satisfies Record<keyof ElboOptions, unknown>;

/**
 * A latent ODE (Chen et al., NeurIPS 2018, arXiv 1806.07366; Rubanova, Chen & Duvenaud, NeurIPS 2019, arXiv 1907.03907): a
 * variational autoencoder for series at irregular times. A recurrent encoder reads a series backward and gives the distribution
 * of a latent state z at the first time; z' = f(z) is solved once for the whole batch, at the union of all times; a decoder maps
 * z to the data, whose noise is normal.
 *
 * @example
 * const model = latentOde({ dimension: 1, options: { rtol: 1e-4, atol: 1e-4 } });
 * const optimizer = tf.train.adam(0.01);
 * optimizer.minimize(() => tf.neg(model.elbo(series)), false, [...model.variables]);
 */
export function latentOde(options: LatentOdeOptions): LatentOde {
  checkOptions("latentOde", options, table);
  const { dimension, latent = 4, recurrent = 25, hidden = [20], noise = 0.1 } = options;
  // Before the variables, which nobody would free if this fails.
  const latentDynamics = dynamicsWith(options.compile, (_t, [z]: [Tensor]): [Tensor] => [
    dynamics.value(z),
  ]);
  const act = activations[options.activation ?? "tanh"];
  const random = randomSource(options.seed);
  const encoder = recurrentEncoder(dimension, recurrent, latent, random);
  const dynamics = denseNetwork([latent, ...hidden, latent], act, random);
  const decoder = denseNetwork([latent, ...hidden, dimension], act, random);
  const variables = [...encoder.variables, ...dynamics.variables, ...decoder.variables];

  /** Data from the latent state at the first time: [batch, times, dimension]. */
  function decodeFrom(z0: Tensor, times: ReadonlyArray<number>): Tensor {
    const f = latentDynamics();
    const [zs] = solveWith<[Tensor]>(options, f, [z0], times, dynamics.variables);
    const [length, batch] = zs.shape as [number, number];
    const rows = decoder.value(reshape(zs, [length * batch, latent]));
    return transpose(reshape(rows, [length, batch, dimension]), [1, 0, 2]);
  }

  return {
    variables,
    elbo(series, elboOptions = {}) {
      checkSeries(series, dimension);
      checkOptions("elbo", elboOptions, elboTable);
      const { klWeight = 1, seed } = elboOptions;
      return tidy(() => {
        const { mean, logVariance } = encoder.encode(series);
        const draw = randomNormal(mean.shape, 0, 1, "float32", seed);
        const z0 = add(mean, mul(draw, exp(mul(logVariance, 0.5))));
        const errors = div(sub(decodeFrom(z0, series.times), series.values), noise);
        const constant = Math.log(noise) + 0.5 * Math.log(2 * Math.PI);
        const densities = sub(mul(square(errors), -0.5), constant);
        const likelihood = sum(mul(densities, expandDims(series.mask, 2)), [1, 2]);
        const kl = sum(sub(add(square(mean), exp(logVariance)), add(logVariance, 1)), 1);
        return meanOf(sub(likelihood, mul(kl, 0.5 * klWeight))) as Scalar;
      });
    },
    encode(series) {
      checkSeries(series, dimension);
      return tidy(() => encoder.encode(series));
    },
    predict(series, times = series.times) {
      checkSeries(series, dimension);
      checkValue("times", times, timesRequirement);
      if (times[0] !== series.times[0]) throw startsElsewhere(times, series);
      return tidy(() => decodeFrom(encoder.encode(series).mean, times) as Tensor3D);
    },
    dispose: () => dispose(variables),
  };
}

function startsElsewhere(times: ReadonlyArray<number>, series: Series): InvalidTimesError {
  return new InvalidTimesError({
    argument: "times",
    value: times,
    problem: "must start at the first time of the series, where the latent state is encoded",
    remedy: `Begin the list with ${series.times[0]}.`,
  });
}
