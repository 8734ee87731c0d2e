import { defineProblem } from "./define-problem.js";
import { matrixTransposeAdd, matrixVectorAdd, outerProductAdd } from "./row-vector.js";
import type { ProblemOptions, TestFunction, TestProblem } from "./test-problem.js";

/** A deep network and its data. */
export interface TanhNetworkOptions extends ProblemOptions {
  /** Dimensions of state, hidden layers and, again, state: [2, 3, 2] has two layers. */
  readonly sizes: ReadonlyArray<number>;
  /** Whether u·sin(2t) is added in the first layer; false by default. */
  readonly timeDependent?: boolean;
}

/**
 * y' = z_L, where z_0 = y and z_l = tanh(z_{l−1} W_l + b_l), and in the first layer u·sin(2t) beside b_1 if the network
 * depends on time. The parameters are W_1, b_1, W_2, b_2, …, each W row-major, and u at the end.
 */
export function tanhNetwork(options: TanhNetworkOptions): TestProblem {
  const { sizes, timeDependent = false, ...rest } = options;
  const layers = layersOf(sizes);
  const last = layers.at(-1);
  const count = (last?.end ?? 0) + (timeDependent ? (sizes[1] ?? 0) : 0);
  return defineProblem(
    {
      name: `tanh network ${sizes.join("-")}`,
      defaults: {
        t0: 0,
        t1: 1,
        y0: Array.from({ length: sizes[0] ?? 0 }, (_, i) => 0.5 - 0.25 * i),
        parameters: Array.from({ length: count }, (_, k) => Math.sin(k + 1)),
      },
      ...functions(layers, last?.end ?? 0, timeDependent),
    },
    rest,
  );
}

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Where its weights, its biases and the next layer's weights begin. */
  readonly weights: number;
  readonly biases: number;
  readonly end: number;
  readonly z: Float64Array;
  readonly zBar: Float64Array;
}

function layersOf(sizes: ReadonlyArray<number>): ReadonlyArray<Layer> {
  let end = 0;
  return sizes.slice(1).map((outputs, l) => {
    const inputs = sizes[l] as number;
    const weights = end;
    const biases = weights + inputs * outputs;
    end = biases + outputs;
    const z = new Float64Array(outputs);
    return { inputs, outputs, weights, biases, end, z, zBar: z.slice() };
  });
}

function functions(
  layers: ReadonlyArray<Layer>,
  u: number,
  timeDependent: boolean,
): Omit<TestFunction, "parameters"> {
  const first = layers[0] as Layer;
  const last = layers.at(-1) as Layer;

  const run = (t: number, y: Float64Array, p: Float64Array): void => {
    let input = y;
    for (const layer of layers) {
      const { z } = layer;
      for (let k = 0; k < z.length; k++) z[k] = p[layer.biases + k] as number;
      if (timeDependent && layer === first) addScaled(z, p, u, Math.sin(2 * t));
      matrixTransposeAdd(p, layer.weights, layer.inputs, layer.outputs, input, 0, z, 0);
      for (let k = 0; k < z.length; k++) z[k] = Math.tanh(z[k] as number);
      input = z;
    }
  };

  /** From the tangents of y and p to that of f; `wave` multiplies the tangent of u. */
  const push = (
    y: Float64Array,
    p: Float64Array,
    v: Float64Array | undefined,
    q: Float64Array | undefined,
    forcing: { readonly source: Float64Array; readonly factor: number },
  ): void => {
    let input = y;
    let inputDot = v;
    for (const layer of layers) {
      const { z, zBar: zDot, weights, inputs, outputs } = layer;
      for (let k = 0; k < outputs; k++)
        zDot[k] = q === undefined ? 0 : (q[layer.biases + k] as number);
      if (timeDependent && layer === first) addScaled(zDot, forcing.source, u, forcing.factor);
      if (q !== undefined) matrixTransposeAdd(q, weights, inputs, outputs, input, 0, zDot, 0);
      if (inputDot !== undefined)
        matrixTransposeAdd(p, weights, inputs, outputs, inputDot, 0, zDot, 0);
      for (let k = 0; k < outputs; k++) zDot[k] = (1 - (z[k] as number) ** 2) * (zDot[k] as number);
      input = z;
      inputDot = zDot;
    }
  };

  return {
    evaluate(t, y, p, dy) {
      run(t, y, p);
      dy.set(last.z);
    },
    vjp(t, y, p, g, yBar, pBar) {
      run(t, y, p);
      last.zBar.set(g);
      for (let l = layers.length - 1; l >= 0; l--) {
        const { z, zBar, weights, biases, inputs, outputs } = layers[l] as Layer;
        const below = layers[l - 1];
        for (let k = 0; k < outputs; k++) {
          zBar[k] = (1 - (z[k] as number) ** 2) * (zBar[k] as number);
          pBar[biases + k] = (pBar[biases + k] as number) + (zBar[k] as number);
        }
        outerProductAdd(below?.z ?? y, 0, inputs, zBar, 0, outputs, pBar, weights);
        below?.zBar.fill(0);
        matrixVectorAdd(p, weights, inputs, outputs, zBar, 0, below?.zBar ?? yBar, 0);
      }
      if (!timeDependent) return;
      const wave = Math.sin(2 * t);
      for (let k = 0; k < first.outputs; k++)
        pBar[u + k] = (pBar[u + k] as number) + wave * (first.zBar[k] as number);
    },
    jvp(t, y, p, v, q, out) {
      run(t, y, p);
      push(y, p, v, q, { source: q, factor: Math.sin(2 * t) });
      out.set(last.zBar);
    },
    ...(timeDependent && {
      timeDerivative(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void {
        run(t, y, p);
        push(y, p, undefined, undefined, { source: p, factor: 2 * Math.cos(2 * t) });
        out.set(last.zBar);
      },
    }),
  };
}

/** z += factor · the piece of p that starts at `at`. */
function addScaled(z: Float64Array, p: Float64Array, at: number, factor: number): void {
  for (let k = 0; k < z.length; k++) z[k] = (z[k] as number) + factor * (p[at + k] as number);
}
