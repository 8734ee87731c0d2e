import { defineProblem } from "./define-problem.js";
import { matrixTransposeAdd, matrixVectorAdd, outerProductAdd } from "./row-vector.js";
import type { ProblemOptions, TestFunction, TestProblem } from "./test-problem.js";

/** Size and data of a perceptron with one hidden layer. */
export interface MlpOptions extends ProblemOptions {
  /** Dimension of one row of the state; 2 by default. */
  readonly inputs?: number;
  /** Width of the hidden layer; 8 by default. */
  readonly hidden?: number;
  /** Rows of the state, each of `inputs` numbers; 1 by default. */
  readonly batch?: number;
  /** Whether u·sin(2t) is added before tanh; false by default. */
  readonly forcing?: boolean;
}

/**
 * A perceptron row by row: y' = tanh(y W1 + b1 [+ u sin 2t]) W2 + b2. The parameters are W1 [inputs][hidden], b1, u if
 * there is forcing, W2 [hidden][inputs], b2, each row-major, in this order.
 *
 * By default the 2-8-2 network of the reference values, from (0.5, −0.3) to t1 = 1, p_k = 0.5 sin(k + 1).
 */
export function mlp(options: MlpOptions = {}): TestProblem {
  const { inputs = 2, hidden = 8, batch = 1, forcing = false, ...rest } = options;
  const count = 2 * inputs * hidden + (forcing ? 2 : 1) * hidden + inputs;
  const y0 = Array.from({ length: batch * inputs }, (_, i) => (i % 2 === 0 ? 0.5 : -0.3));
  const parameters = Array.from({ length: count }, (_, k) => 0.5 * Math.sin(k + 1));
  return defineProblem(
    {
      name: `mlp ${inputs}-${hidden}-${inputs}`,
      key: "mlp_2_8_2",
      defaults: { t0: 0, t1: 1, y0, parameters },
      ...functions(inputs, hidden, batch, forcing),
    },
    rest,
  );
}

function functions(
  n: number,
  h: number,
  batch: number,
  forcing: boolean,
): Omit<TestFunction, "parameters"> {
  const b1 = n * h;
  const u = b1 + h;
  const w2 = forcing ? u + h : u;
  const b2 = w2 + h * n;
  const z = new Float64Array(h);
  const zBar = new Float64Array(h);

  /** tanh of the hidden layer's inputs, into z. */
  const activate = (t: number, y: Float64Array, row: number, p: Float64Array): void => {
    const wave = forcing ? Math.sin(2 * t) : 0;
    for (let k = 0; k < h; k++)
      z[k] = (p[b1 + k] as number) + (forcing ? (p[u + k] as number) * wave : 0);
    matrixTransposeAdd(p, 0, n, h, y, row, z, 0);
    for (let k = 0; k < h; k++) z[k] = Math.tanh(z[k] as number);
  };

  return {
    evaluate(t, y, p, dy) {
      for (let row = 0; row < batch * n; row += n) {
        activate(t, y, row, p);
        for (let i = 0; i < n; i++) dy[row + i] = p[b2 + i] as number;
        matrixTransposeAdd(p, w2, h, n, z, 0, dy, row);
      }
    },
    vjp(t, y, p, g, yBar, pBar) {
      const wave = Math.sin(2 * t);
      for (let row = 0; row < batch * n; row += n) {
        activate(t, y, row, p);
        for (let i = 0; i < n; i++)
          pBar[b2 + i] = (pBar[b2 + i] as number) + (g[row + i] as number);
        outerProductAdd(z, 0, h, g, row, n, pBar, w2);
        zBar.fill(0);
        matrixVectorAdd(p, w2, h, n, g, row, zBar, 0);
        for (let k = 0; k < h; k++) {
          const a = z[k] as number;
          const bar = (1 - a * a) * (zBar[k] as number);
          zBar[k] = bar;
          pBar[b1 + k] = (pBar[b1 + k] as number) + bar;
          if (forcing) pBar[u + k] = (pBar[u + k] as number) + wave * bar;
        }
        outerProductAdd(y, row, n, zBar, 0, h, pBar, 0);
        matrixVectorAdd(p, 0, n, h, zBar, 0, yBar, row);
      }
    },
    jvp(t, y, p, v, q, out) {
      const wave = Math.sin(2 * t);
      const zDot = zBar;
      for (let row = 0; row < batch * n; row += n) {
        activate(t, y, row, p);
        for (let k = 0; k < h; k++)
          zDot[k] = (q[b1 + k] as number) + (forcing ? wave * (q[u + k] as number) : 0);
        matrixTransposeAdd(p, 0, n, h, v, row, zDot, 0);
        matrixTransposeAdd(q, 0, n, h, y, row, zDot, 0);
        for (let k = 0; k < h; k++)
          zDot[k] = (1 - (z[k] as number) * (z[k] as number)) * (zDot[k] as number);
        for (let i = 0; i < n; i++) out[row + i] = q[b2 + i] as number;
        matrixTransposeAdd(q, w2, h, n, z, 0, out, row);
        matrixTransposeAdd(p, w2, h, n, zDot, 0, out, row);
      }
    },
    ...(forcing && {
      timeDerivative(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void {
        const slope = 2 * Math.cos(2 * t);
        out.fill(0);
        for (let row = 0; row < batch * n; row += n) {
          activate(t, y, row, p);
          for (let k = 0; k < h; k++)
            zBar[k] = (1 - (z[k] as number) * (z[k] as number)) * (p[u + k] as number) * slope;
          matrixTransposeAdd(p, w2, h, n, zBar, 0, out, row);
        }
      },
    }),
  };
}
