import { float64 } from "@symplectic-adjoint/backend-float64";
import { solve } from "symplectic-adjoint";

/** A point of the phase plane. */
export type Point = readonly [x: number, y: number];

/** The trajectory to learn: y' = A y³ (elementwise cube) from (2, 0), at equally spaced times. */
export interface Spiral {
  /** Time between two points. */
  readonly interval: number;
  readonly points: ReadonlyArray<Point>;
}

/** The spiral of torchdiffeq's example (Chen, Rubanova, Bettencourt & Duvenaud, NeurIPS 2018, arXiv 1806.07366). */
export function makeSpiral(count: number, interval: number): Spiral {
  const field = {
    evaluate: (_t: number, y: Float64Array, _p: unknown, dy: Float64Array) => {
      const [a, b] = [(y[0] as number) ** 3, (y[1] as number) ** 3];
      dy[0] = -0.1 * a - 2 * b;
      dy[1] = 2 * a - 0.1 * b;
    },
  };
  const times = Array.from({ length: count }, (_, i) => i * interval);
  const { ys } = solve(field, Float64Array.of(2, 0), times, {
    backend: float64,
    differentiate: false,
  });
  const points = times.map((_, i): Point => [ys[2 * i] as number, ys[2 * i + 1] as number]);
  return { interval, points };
}
