import { defineTasks, type Tasks } from "@symplectic-adjoint/parallel";
import { solve } from "symplectic-adjoint/float64";

/** Decay with trainable rates, solved for each sample: the loss is the squared distance of y(1) to a quarter of y(0). */
export const tasks: Tasks = defineTasks(
  {
    loss(samples: ReadonlyArray<Float64Array>, rates: Float64Array) {
      const gradients = new Float64Array(rates.length);
      let loss = 0;
      for (const y0 of samples) {
        const f = {
          parameters: rates,
          evaluate(_t: number, y: Float64Array, k: Float64Array, dy: Float64Array) {
            for (let i = 0; i < y.length; i++) dy[i] = -(k[i] as number) * (y[i] as number);
          },
          vjp(
            _t: number,
            y: Float64Array,
            k: Float64Array,
            g: Float64Array,
            yBar: Float64Array,
            kBar: Float64Array,
          ) {
            for (let i = 0; i < y.length; i++) {
              yBar[i] = -(k[i] as number) * (g[i] as number);
              kBar[i] = -(y[i] as number) * (g[i] as number);
            }
          },
        };
        const solution = solve(f, y0, [0, 1], { rtol: 1e-8 });
        const cotangents = new Float64Array(solution.ys.length);
        for (let i = 0; i < y0.length; i++) {
          const error = (solution.ys[y0.length + i] as number) - (y0[i] as number) / 4;
          loss += error * error;
          cotangents[y0.length + i] = 2 * error;
        }
        solution.pullback(cotangents).parameters[0]?.forEach((value, i) => {
          gradients[i] = (gradients[i] as number) + value;
        });
        solution.dispose();
      }
      return { loss, gradients };
    },
  },
  { version: "1" },
);
