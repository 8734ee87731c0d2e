import { defineTasks, type Tasks } from "@symplectic-adjoint/parallel";
import { solve } from "symplectic-adjoint/float64";

/** Frequencies of the oscillators of one sample. */
export const SIZE = 16;

/** Coupled to nothing but their own frequencies: y'' = −w²·y as 2·SIZE equations, with its derivative written by hand. */
function oscillators(w: Float64Array) {
  const at = (array: Float64Array, i: number) => array[i] as number;
  return {
    parameters: w,
    evaluate(_t: number, y: Float64Array, p: Float64Array, dy: Float64Array) {
      for (let i = 0; i < SIZE; i++) {
        dy[i] = at(y, SIZE + i);
        dy[SIZE + i] = -(at(p, i) ** 2) * at(y, i);
      }
    },
    vjp(
      _t: number,
      y: Float64Array,
      p: Float64Array,
      g: Float64Array,
      yBar: Float64Array,
      pBar: Float64Array,
    ) {
      for (let i = 0; i < SIZE; i++) {
        yBar[SIZE + i] = at(g, i);
        yBar[i] = -(at(p, i) ** 2) * at(g, SIZE + i);
        pBar[i] = -2 * at(p, i) * at(y, i) * at(g, SIZE + i);
      }
    },
  };
}

/** The work of a step, and none. */
export const tasks: Tasks = defineTasks(
  {
    loss(samples: ReadonlyArray<Float64Array>, w: Float64Array) {
      const gradients = new Float64Array(w.length);
      let loss = 0;
      for (const y0 of samples) {
        const solution = solve(oscillators(w.subarray(0, SIZE)), y0, [0, 5], { rtol: 1e-6 });
        const cotangents = new Float64Array(solution.ys.length);
        for (let i = 2 * SIZE; i < cotangents.length; i++) {
          const y = solution.ys[i] as number;
          loss += y * y;
          cotangents[i] = 2 * y;
        }
        solution.pullback(cotangents).parameters[0]?.forEach((value, i) => {
          gradients[i] = (gradients[i] as number) + value;
        });
        solution.dispose();
      }
      return { loss, gradients };
    },
    empty: () => ({ loss: 0, gradients: new Float64Array(1) }),
  },
  { version: "1" },
);
