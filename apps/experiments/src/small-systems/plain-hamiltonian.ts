import type { Float64Function } from "symplectic-adjoint/float64";
import { plainPerceptron } from "../plain/plain-perceptron.js";

type Arrays = ReadonlyArray<Float64Array>;

/** The motion by an energy network in double precision with a derivative by hand, for rows of states (q, p). */
export function plainHamiltonian(
  size: number,
  hidden: ReadonlyArray<number>,
  parameters: Arrays,
): Float64Function<Float64Array, Arrays> {
  const network = plainPerceptron(size, hidden);
  return {
    parameters,
    evaluate(t, y, p, dy) {
      const trace = network.evaluate(t, y.slice(), [], p);
      const ones = new Float64Array(y.length / size).fill(1);
      const bars = p.map((each) => new Float64Array(each.length));
      dy.set(rotated(network.pullback(trace, ones, [], p, bars).x, size, 1));
    },
    vjp(t, y, p, cotangent, yBar, pBar) {
      // The product of the gradient of the energy with a vector is the derivative of the energy along that vector.
      const direction = rotated(cotangent, size, -1);
      const trace = network.evaluate(t, y.slice(), [direction], p);
      const rows = y.length / size;
      const [zeros, ones] = [new Float64Array(rows), new Float64Array(rows).fill(1)];
      const { x } = network.pullback(trace, zeros, [ones], p, pBar);
      for (const [i, each] of x.entries()) yBar[i] = (yBar[i] as number) + each;
    },
  };
}

/** (a, b) → sign · (b, −a) in each row. */
function rotated(x: Float64Array, size: number, sign: 1 | -1): Float64Array {
  const half = size / 2;
  return Float64Array.from(x, (_, i) =>
    i % size < half ? sign * (x[i + half] as number) : -sign * (x[i - half] as number),
  );
}
