import { continuousAdjoint, solve } from "symplectic-adjoint";
import type { Float64Function } from "symplectic-adjoint/float64";
import { EXACT, type PlainGradient } from "../plain/exact-solves.js";
import { type PlainLayer, type PlainNetwork, plainNetwork } from "../plain/plain-network.js";
import type { FlowSizes } from "./flow-model.js";

type Arrays = ReadonlyArray<Float64Array>;

const ARRAYS = { dense: 2, concat: 3, concatsquash: 5 } as const;

/**
 * The loss of a flow in double precision, and its gradient for the variables of the model in their order, by the continuous
 * adjoint method at the tolerance 1e-12.
 *
 * @param values Of the variables. @param x Rows of data. @param noise Of the shape of x, unless the trace is exact.
 */
export function plainFlowGradient(
  sizes: FlowSizes,
  values: Arrays,
  x: Float64Array,
  noise: Float64Array,
): PlainGradient {
  const { dimension, blocks } = sizes;
  const rows = x.length / dimension;
  const network = flowLayers(sizes);
  const perBlock = (values.length - blocks) / blocks;
  const parametersOf = (block: number) => [
    ...values.slice(block * perBlock, (block + 1) * perBlock),
    values[values.length - blocks + block] as Float64Array,
  ];
  const solutions = [];
  let state = new Float64Array(x.length + rows);
  state.set(x);
  for (let block = 0; block < blocks; block++) {
    const field = flowField(sizes, network, parametersOf(block), noise);
    const solution = solve(field, state, [0, 1], { ...EXACT, adjoint: continuousAdjoint() });
    solutions.push(solution);
    state = solution.ys.slice(state.length);
  }
  const z = state.subarray(0, x.length);
  const constant = 0.5 * dimension * Math.log(2 * Math.PI);
  const squares = z.reduce((sum, each) => sum + each * each, 0);
  const changes = state.subarray(x.length).reduce((sum, each) => sum + each, 0);
  const loss = (0.5 * squares + changes) / rows + constant;

  let bar = state.map((each, i) => (i < x.length ? each : 1) / rows);
  const gradients: Array<Arrays> = [];
  for (const solution of solutions.reverse()) {
    const cotangents = new Float64Array(2 * state.length);
    cotangents.set(bar, state.length);
    const { y0, parameters } = solution.pullback(cotangents);
    gradients.unshift(parameters as Arrays);
    bar = y0 as typeof bar;
    solution.dispose();
  }
  const ofNetworks = gradients.flatMap((each) => each.slice(0, -1));
  const ofRoots = gradients.map((each) => each.at(-1) as Float64Array);
  return { loss, gradient: [...ofNetworks, ...ofRoots] };
}

/** The network of `flowNetwork`, by the order of its variables. */
function flowLayers({ dimension, hidden, layer, activation }: FlowSizes): PlainNetwork {
  const layers = [dimension, ...hidden].map((inputs, i): PlainLayer => {
    const kernel = ARRAYS[layer] * i;
    return {
      inputs,
      kernel,
      bias: kernel + 1,
      ...(layer !== "dense" && { shift: kernel + 2 }),
      ...(layer === "concatsquash" && { gate: kernel + 3, gateBias: kernel + 4 }),
    };
  });
  return plainNetwork(layers, activation);
}

/**
 * (z, ℓ)' = T (f(T s, z), −tr ∂f/∂z) with T the square of the last parameter; z is followed by ℓ. The trace is Σ w·(∂f/∂z) w
 * over the noise, or over all unit vectors.
 */
function flowField(
  { dimension, divergence }: FlowSizes,
  network: PlainNetwork,
  parameters: Arrays,
  noise: Float64Array,
): Float64Function<Float64Array, Arrays> {
  const vectors = divergence === "exact" ? unitVectors(dimension, noise.length) : [noise];
  const rootOf = (p: Arrays) => p.at(-1)?.[0] as number;
  const zOf = (state: Float64Array) => state.slice(0, noise.length);
  return {
    parameters,
    evaluate(s, state, p, out) {
      const end = rootOf(p) ** 2;
      const { value, products } = network.evaluate(end * s, zOf(state), vectors, p);
      for (const [i, each] of value.entries()) out[i] = end * each;
      for (const [k, vector] of vectors.entries())
        for (const [i, w] of vector.entries())
          add(out, noise.length + Math.floor(i / dimension), -end * w * at(products[k], i));
    },
    vjp(s, state, p, bar, stateBar, pBar) {
      const root = rootOf(p);
      const end = root ** 2;
      const trace = network.evaluate(end * s, zOf(state), vectors, p);
      const rowOf = (i: number) => noise.length + Math.floor(i / dimension);
      const valueBar = bar.slice(0, noise.length).map((b) => end * b);
      const productBars = vectors.map((vector) =>
        vector.map((w, i) => -end * at(bar, rowOf(i)) * w),
      );
      const pulled = network.pullback(trace, valueBar, productBars, p, pBar);
      for (const [i, b] of pulled.x.entries()) add(stateBar, i, b);
      let endBar = s * pulled.t;
      for (const [i, each] of trace.value.entries()) endBar += at(bar, i) * each;
      for (const [k, vector] of vectors.entries())
        for (const [i, w] of vector.entries())
          endBar -= at(bar, rowOf(i)) * w * at(trace.products[k], i);
      add(pBar.at(-1) as Float64Array, 0, 2 * root * endBar);
    },
  };
}

function unitVectors(dimension: number, length: number): Array<Float64Array> {
  return Array.from({ length: dimension }, (_, k) =>
    Float64Array.from({ length }, (_, i) => (i % dimension === k ? 1 : 0)),
  );
}

function add(out: Float64Array, i: number, summand: number): void {
  out[i] = at(out, i) + summand;
}

function at(array: Float64Array | undefined, i: number): number {
  return array?.[i] as number;
}
