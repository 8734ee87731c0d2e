import { type Float64Function, solve } from "symplectic-adjoint/float64";
import { HIDDEN } from "./training.js";

type Arrays = ReadonlyArray<Float64Array>;
interface Sample {
  readonly y0: Float64Array;
  readonly target: Float64Array;
}

/** y' = tanh(y·W1 + b1)·W2 + b2 for two components, with its derivative written by hand. */
function model(parameters: Arrays): Float64Function<Float64Array, Arrays> {
  const hidden = (y: Float64Array, [w1, b1]: Arrays) =>
    Float64Array.from({ length: HIDDEN }, (_, j) =>
      Math.tanh(at(b1, j) + at(y, 0) * at(w1, j) + at(y, 1) * at(w1, HIDDEN + j)),
    );
  return {
    parameters,
    evaluate(_t, y, p, dy) {
      const z = hidden(y, p);
      for (let k = 0; k < 2; k++) {
        let sum = at(p[3], k);
        for (let j = 0; j < HIDDEN; j++) sum += at(z, j) * at(p[2], 2 * j + k);
        dy[k] = sum;
      }
    },
    vjp(_t, y, p, g, yBar, pBar) {
      const z = hidden(y, p);
      for (let j = 0; j < HIDDEN; j++) {
        let zBar = 0;
        for (let k = 0; k < 2; k++) {
          zBar += at(g, k) * at(p[2], 2 * j + k);
          add(pBar[2], 2 * j + k, at(z, j) * at(g, k));
        }
        const aBar = zBar * (1 - at(z, j) ** 2);
        add(pBar[1], j, aBar);
        for (let i = 0; i < 2; i++) {
          add(pBar[0], i * HIDDEN + j, at(y, i) * aBar);
          add(yBar, i, at(p[0], i * HIDDEN + j) * aBar);
        }
      }
      for (let k = 0; k < 2; k++) add(pBar[3], k, at(g, k));
    },
  };
}

/** Squared distance to the targets, summed over the samples, and its gradient. */
export function float64Loss(samples: ReadonlyArray<Sample>, parameters: Arrays) {
  const gradients = parameters.map((array) => new Float64Array(array.length));
  let loss = 0;
  for (const { y0, target } of samples) {
    const solution = solve(model(parameters), y0, [0, 1], { rtol: 1e-5, atol: 1e-6 });
    const ys = solution.ys;
    const cotangents = new Float64Array(ys.length);
    for (let k = 0; k < 2; k++) {
      const error = at(ys, 2 + k) - at(target, k);
      loss += error * error;
      cotangents[2 + k] = 2 * error;
    }
    solution.pullback(cotangents).parameters.forEach((gradient, p) => {
      for (let i = 0; i < gradient.length; i++) add(gradients[p], i, at(gradient, i));
    });
    solution.dispose();
  }
  return { loss, gradients };
}

function at(array: Float64Array | undefined, i: number): number {
  return (array as Float64Array)[i] as number;
}

function add(array: Float64Array | undefined, i: number, value: number): void {
  (array as Float64Array)[i] = at(array, i) + value;
}
