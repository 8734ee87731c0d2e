import type { Float64Function } from "@symplectic-adjoint/backend-float64";
import { LAYERS } from "./model.js";

type Arrays = ReadonlyArray<Float64Array>;

/**
 * The same perceptron in double precision with a hand-written derivative: the reference for the float32 gradients.
 *
 * @param parameters Matrix and bias, layer by layer, as `Model.parameters` has them.
 */
export function createFloat64Model(parameters: Arrays): Float64Function<Float64Array, Arrays> {
  return {
    parameters,
    evaluate: (_t, y, p, dy) => dy.set(activations(y, p).at(-1) as Float64Array),
    vjp: (_t, y, p, cotangent, yBar, pBar) => {
      const layers = activations(y, p);
      let bar = cotangent;
      for (let layer = LAYERS.length - 1; layer >= 0; layer--) {
        if (layer < LAYERS.length - 1) {
          const x = layers[layer + 1] as Float64Array;
          bar = bar.map((b, j) => b * (1 - (x[j] as number) ** 2));
        }
        bar = layerPullback(layer, layers[layer] as Float64Array, p, bar, pBar);
      }
      for (let i = 0; i < bar.length; i++) yBar[i] = (yBar[i] as number) + (bar[i] as number);
    },
  };
}

/** The input, and the output of each layer. */
function activations(y: Float64Array, p: Arrays): Array<Float64Array> {
  const all = [y];
  LAYERS.forEach(([rows, columns], layer) => {
    const x = all[layer] as Float64Array;
    const matrix = p[2 * layer] as Float64Array;
    const out = Float64Array.from(p[2 * layer + 1] as Float64Array);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        out[j] = (out[j] as number) + (x[i] as number) * (matrix[i * columns + j] as number);
      }
    }
    all.push(layer < LAYERS.length - 1 ? out.map(Math.tanh) : out);
  });
  return all;
}

/** From the cotangent of x·W + b to that of x; those of W and b are added to `pBar`. */
function layerPullback(
  layer: number,
  x: Float64Array,
  p: Arrays,
  bar: Float64Array,
  pBar: Arrays,
): Float64Array {
  const [rows, columns] = LAYERS[layer] as readonly [number, number];
  const matrix = p[2 * layer] as Float64Array;
  const matrixBar = pBar[2 * layer] as Float64Array;
  const biasBar = pBar[2 * layer + 1] as Float64Array;
  const xBar = new Float64Array(rows);
  for (let j = 0; j < columns; j++) {
    const b = bar[j] as number;
    biasBar[j] = (biasBar[j] as number) + b;
    for (let i = 0; i < rows; i++) {
      const at = i * columns + j;
      matrixBar[at] = (matrixBar[at] as number) + (x[i] as number) * b;
      xBar[i] = (xBar[i] as number) + (matrix[at] as number) * b;
    }
  }
  return xBar;
}
