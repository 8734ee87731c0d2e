import {
  checkGradient,
  type Float64Function,
  type Solution,
  solve,
  solveAsync,
  symplecticAdjoint,
} from "symplectic-adjoint/float64";

declare const console: { log(text: string): void };

// f without an annotation
const circle = solve((_t, [q = 0, p = 0]) => Float64Array.of(p, -q), Float64Array.of(1, 0), [0, 1]);
const turned: Float64Array = circle.ys.slice(2);

// With a gradient: y' = −k·y
const decay: Float64Function = {
  parameters: Float64Array.of(0.5),
  evaluate(_t, [y = 0], [k = 0], dy) {
    dy[0] = -k * y;
  },
  vjp(_t, [y = 0], [k = 0], [g = 0], yBar, kBar) {
    yBar[0] = -k * g;
    kBar[0] = -y * g;
  },
};
const adjoint = symplecticAdjoint();
const solution: Solution<Float64Array, Float64Array> = await solveAsync(
  decay,
  Float64Array.of(2),
  [0, 1],
  { adjoint },
);
const { y0, parameters } = solution.pullback(Float64Array.of(0, 1));
const { largestError } = await checkGradient(decay, Float64Array.of(2), [0, 1]);

console.log(
  JSON.stringify({
    turned: [...turned],
    value: solution.ys[1],
    slopes: [y0[0], parameters[0]?.[0]],
    checked: largestError < 1e-6,
  }),
);
