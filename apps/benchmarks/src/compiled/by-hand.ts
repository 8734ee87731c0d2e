import type { NetworkNumbers } from "../cases/network-numbers.js";
import type { NetworkSize } from "../cases/sizes.js";

/** The layers of the network: h = g W + b, for each row of a batch. */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly w: Float64Array;
  readonly b: Float64Array;
  readonly wBar: Float64Array;
  readonly bBar: Float64Array;
}

/** Values of one evaluation: the state, the hidden layers after tanh, and the result. */
type Activations = ReadonlyArray<Float64Array>;

/** A loop by hand. */
export interface ByHandOptions {
  readonly steps: number;
  /** Length of a step. */
  readonly h: number;
  /** Whether the layers of all stages are kept, as in backpropagation. Otherwise they are computed again for each step. */
  readonly keepsStages: boolean;
}

/**
 * The gradient of rk4 with equal steps for this network, and for nothing else: loops over Float64Arrays as a careful
 * person writes them. It does the work of the library, with a checkpoint per step, or less of it in more memory, with every
 * stage kept.
 *
 * @returns The norm of all derivatives.
 */
export function gradientByHand(
  { batch, state, width }: NetworkSize,
  numbers: NetworkNumbers,
  { steps, h, keepsStages }: ByHandOptions,
): () => number {
  const widths = [state, width, width, state];
  const [w1, b1, w2, b2, w3, b3] = numbers.parameters.map(({ values }) =>
    Float64Array.from(values),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const layer = (i: number, w: Float64Array, b: Float64Array): Layer => ({
    inputs: widths[i] as number,
    outputs: widths[i + 1] as number,
    w,
    b,
    wBar: new Float64Array(w.length),
    bBar: new Float64Array(b.length),
  });
  const layers = [layer(0, w1, b1), layer(1, w2, b2), layer(2, w3, b3)];
  const newActivations = (): Activations => widths.map((n) => new Float64Array(batch * n));
  const stages = Array.from({ length: 4 * (keepsStages ? steps : 1) }, newActivations);
  const firstOf = (step: number): number => (keepsStages ? 4 * step : 0);
  const checkpoints = Array.from({ length: steps }, () => new Float64Array(batch * state));
  const y = new Float64Array(batch * state);
  const lambda = new Float64Array(batch * state);
  const bars = [0, 1, 2, 3].map(() => new Float64Array(batch * state));
  const gradients = newActivations();
  const a = [0, h / 2, h / 2, h];
  const b = [h / 6, h / 3, h / 3, h / 6];

  /** The stages of a step from y. */
  function evaluateStages(step: number): void {
    const first = firstOf(step);
    for (let i = 0; i < 4; i++) {
      const at = stages[first + i] as Activations;
      const x = at[0] as Float64Array;
      if (i === 0) x.set(y);
      else {
        const k = stages[first + i - 1]?.[3] as Float64Array;
        for (let j = 0; j < x.length; j++)
          x[j] = (y[j] as number) + (a[i] as number) * (k[j] as number);
      }
      evaluate(layers, at, batch);
    }
  }

  function forward(): void {
    y.set(numbers.y0.values);
    for (let step = 0; step < steps; step++) {
      if (!keepsStages) checkpoints[step]?.set(y);
      evaluateStages(step);
      for (let i = 0; i < 4; i++) {
        const k = stages[firstOf(step) + i]?.[3] as Float64Array;
        const weight = b[i] as number;
        for (let j = 0; j < y.length; j++) y[j] = (y[j] as number) + weight * (k[j] as number);
      }
    }
  }

  function backward(): void {
    lambda.set(numbers.cotangent.values);
    for (const { wBar, bBar } of layers) {
      wBar.fill(0);
      bBar.fill(0);
    }
    const g = gradients[3] as Float64Array;
    for (let step = steps - 1; step >= 0; step--) {
      if (!keepsStages) {
        y.set(checkpoints[step] as Float64Array);
        evaluateStages(step);
      }
      for (let i = 3; i >= 0; i--) {
        const later = bars[i + 1];
        for (let j = 0; j < g.length; j++) {
          const chained = later === undefined ? 0 : (a[i + 1] as number) * (later[j] as number);
          g[j] = (b[i] as number) * (lambda[j] as number) + chained;
        }
        pull(layers, stages[firstOf(step) + i] as Activations, gradients, batch);
        bars[i]?.set(gradients[0] as Float64Array);
      }
      for (const bar of bars)
        for (let j = 0; j < lambda.length; j++)
          lambda[j] = (lambda[j] as number) + (bar[j] as number);
    }
  }

  return () => {
    forward();
    backward();
    return Math.sqrt(
      [lambda, ...layers.flatMap(({ wBar, bBar }) => [wBar, bBar])].reduce(
        (sum, values) => values.reduce((total, value) => total + value * value, sum),
        0,
      ),
    );
  };
}

function evaluate(layers: ReadonlyArray<Layer>, at: Activations, batch: number): void {
  for (let l = 0; l < layers.length; l++) {
    const { inputs, outputs, w, b } = layers[l] as Layer;
    const x = at[l] as Float64Array;
    const out = at[l + 1] as Float64Array;
    const bends = l < layers.length - 1;
    for (let row = 0; row < batch; row++) {
      const start = row * outputs;
      for (let j = 0; j < outputs; j++) out[start + j] = b[j] as number;
      for (let i = 0; i < inputs; i++) {
        const value = x[row * inputs + i] as number;
        for (let j = 0; j < outputs; j++)
          out[start + j] = (out[start + j] as number) + value * (w[i * outputs + j] as number);
      }
      if (bends)
        for (let j = 0; j < outputs; j++) out[start + j] = Math.tanh(out[start + j] as number);
    }
  }
}

/** From the cotangent of the result, in the last of `gradients`, to that of the state, in the first. */
function pull(
  layers: ReadonlyArray<Layer>,
  at: Activations,
  gradients: Activations,
  batch: number,
): void {
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, outputs, w, wBar, bBar } = layers[l] as Layer;
    const x = at[l] as Float64Array;
    const g = gradients[l + 1] as Float64Array;
    const into = gradients[l] as Float64Array;
    for (let row = 0; row < batch; row++) {
      const start = row * outputs;
      for (let j = 0; j < outputs; j++) bBar[j] = (bBar[j] as number) + (g[start + j] as number);
      for (let i = 0; i < inputs; i++) {
        const value = x[row * inputs + i] as number;
        let sum = 0;
        for (let j = 0; j < outputs; j++) {
          const index = i * outputs + j;
          const cotangent = g[start + j] as number;
          sum += cotangent * (w[index] as number);
          wBar[index] = (wBar[index] as number) + cotangent * value;
        }
        // Of the layer below: x is its tanh.
        into[row * inputs + i] = l > 0 ? sum * (1 - value * value) : sum;
      }
    }
  }
}
