import type { Float64Function } from "symplectic-adjoint/float64";
import type { PlainNetwork } from "../plain/plain-network.js";
import { plainPerceptron } from "../plain/plain-perceptron.js";
import type { GridModelKind } from "./grid-model.js";
import { applyOperator, applyTransposed, type Pde, ring } from "./pde.js";

type Arrays = ReadonlyArray<Float64Array>;

/**
 * The right-hand side of a grid model in double precision with a derivative by hand, for rows of states one after another,
 * from the values of the model's variables in their order.
 */
export function plainGridModel(
  kind: GridModelKind,
  pde: Pde,
  hidden: ReadonlyArray<number>,
  parameters: Arrays,
): Float64Function<Float64Array, Arrays> {
  const network = plainPerceptron(3, hidden);
  if (kind === "NODE") return networkField(network, pde, parameters);
  return energyField(network, pde, parameters);
}

function networkField(
  network: PlainNetwork,
  pde: Pde,
  parameters: Arrays,
): Float64Function<Float64Array, Arrays> {
  return {
    parameters,
    evaluate: (t, u, p, du) => du.set(network.evaluate(t, stencils(pde, u), [], p).value),
    vjp(t, u, p, cotangent, uBar, pBar) {
      const trace = network.evaluate(t, stencils(pde, u), [], p);
      addStencils(pde, uBar, network.pullback(trace, cotangent, [], p, pBar).x);
    },
  };
}

function energyField(
  network: PlainNetwork,
  pde: Pde,
  parameters: Arrays,
): Float64Function<Float64Array, Arrays> {
  return {
    parameters,
    evaluate(t, u, p, du) {
      const trace = network.evaluate(t, stencils(pde, u), [], p);
      const ones = new Float64Array(u.length).fill(1);
      const slopes = network.pullback(trace, ones, [], p, p.map(emptyLike)).x;
      const gradient = new Float64Array(u.length);
      addStencils(pde, gradient, slopes);
      du.set(byRow(pde, gradient, (row) => applyOperator(pde, row)));
    },
    vjp(t, u, p, cotangent, uBar, pBar) {
      // The product of the gradient of the energy with a vector is the derivative of the energy along that vector.
      const direction = byRow(pde, cotangent, (row) => applyTransposed(pde, row));
      const trace = network.evaluate(t, stencils(pde, u), [stencils(pde, direction)], p);
      const [zeros, ones] = [new Float64Array(u.length), new Float64Array(u.length).fill(1)];
      addStencils(pde, uBar, network.pullback(trace, zeros, [ones], p, pBar).x);
    },
  };
}

/** Each point with its neighbours, one row for each point of each state. */
function stencils({ points }: Pde, u: Float64Array): Float64Array {
  return Float64Array.from({ length: 3 * u.length }, (_, k) => {
    const place = Math.floor(k / 3);
    const row = Math.floor(place / points);
    return ring(u.subarray(row * points, (row + 1) * points), (place % points) + (k % 3) - 1);
  });
}

/** The transposed map: adds the entries of each stencil to the points that they come from. */
function addStencils({ points }: Pde, out: Float64Array, entries: Float64Array): void {
  for (const [k, entry] of entries.entries()) {
    const place = Math.floor(k / 3);
    const row = Math.floor(place / points);
    const j = ((place % points) + (k % 3) - 1 + points) % points;
    out[row * points + j] = (out[row * points + j] as number) + entry;
  }
}

function byRow(
  { points }: Pde,
  u: Float64Array,
  map: (row: Float64Array) => Float64Array,
): Float64Array {
  const out = new Float64Array(u.length);
  for (let i = 0; i < u.length; i += points) out.set(map(u.slice(i, i + points)), i);
  return out;
}

function emptyLike(array: Float64Array): Float64Array {
  return new Float64Array(array.length);
}
