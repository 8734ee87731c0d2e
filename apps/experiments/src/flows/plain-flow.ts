import { continuousAdjoint, type Float64SolveOptions, float64, solve } from "symplectic-adjoint";
import type { Float64Function } from "symplectic-adjoint/float64";
import { EXACT, type PlainGradient } from "../plain/exact-solves.js";
import { type PlainLayer, type PlainNetwork, plainNetwork } from "../plain/plain-network.js";
import type { FlowSizes } from "./flow-model.js";

type Arrays = ReadonlyArray<Float64Array>;

/** With the work of all blocks. */
export interface PlainFlowGradient extends PlainGradient {
  /** Evaluations of f in both directions, and vector–Jacobian products. */
  readonly evaluations: number;
  readonly vjps: number;
  /** Accepted steps of the forward pass; and of the backward integration, where there is one. */
  readonly steps: number;
  readonly backwardSteps: number;
}

const ARRAYS = { dense: 2, concat: 3, concatsquash: 5 } as const;

/** How the solves of a reference are computed. */
export type PlainSolves = Omit<Float64SolveOptions, "backend" | "parameters">;

/**
 * The loss of a flow in double precision, and its gradient for the variables of the model in their order.
 *
 * @param values Of the variables. @param x Rows of data. @param noise Of the shape of x, unless the trace is exact.
 * @param how Default: the continuous adjoint method at the tolerance 1e-12, for the gradient of the exact flow.
 */
export function plainFlowGradient(
  sizes: FlowSizes,
  values: Arrays,
  x: Float64Array,
  noise: Float64Array,
  how: PlainSolves = { ...EXACT, adjoint: continuousAdjoint() },
): PlainFlowGradient {
  const { loss, solutions, state } = solveFlow(sizes, values, x, noise, how);
  const rows = x.length / sizes.dimension;
  let bar = state.map((each, i) => (i < x.length ? each : 1) / rows);
  const gradients: Array<Arrays> = [];
  const work = { evaluations: 0, vjps: 0, steps: 0, backwardSteps: 0 };
  for (const solution of solutions.reverse()) {
    const cotangents = new Float64Array(2 * state.length);
    cotangents.set(bar, state.length);
    const { y0, parameters } = solution.pullback(cotangents);
    gradients.unshift(parameters as Arrays);
    bar = y0 as typeof bar;
    const { forward, backward } = solution.stats;
    work.evaluations += forward.evaluations + backward.evaluations;
    work.vjps += backward.vjps;
    work.steps += forward.accepted;
    work.backwardSteps += backward.accepted;
    solution.dispose();
  }
  const ofNetworks = gradients.flatMap((each) => each.slice(0, -1));
  const ofRoots = gradients.map((each) => each.at(-1) as Float64Array);
  return { loss, gradient: [...ofNetworks, ...ofRoots], ...work };
}

/** The loss alone, at the tolerance 1e-12. */
export function plainFlowLoss(
  sizes: FlowSizes,
  values: Arrays,
  x: Float64Array,
  noise: Float64Array,
): number {
  return solveFlow(sizes, values, x, noise, EXACT).loss;
}

/** Solves the blocks one after another; the state is (z, ℓ) at the end. */
function solveFlow(
  sizes: FlowSizes,
  values: Arrays,
  x: Float64Array,
  noise: Float64Array,
  how: PlainSolves,
) {
  const { dimension, blocks } = sizes;
  const rows = x.length / dimension;
  const network = flowLayers(sizes);
  const perBlock = (values.length - blocks) / blocks;
  const solutions = [];
  let state = new Float64Array(x.length + rows);
  state.set(x);
  for (let block = 0; block < blocks; block++) {
    const parameters = [
      ...values.slice(block * perBlock, (block + 1) * perBlock),
      values[values.length - blocks + block] as Float64Array,
    ];
    const field = flowField(sizes, network, parameters, noise);
    const solution = solve(field, state, [0, 1], { ...how, backend: float64 });
    solutions.push(solution);
    state = solution.ys.slice(state.length);
  }
  const constant = 0.5 * dimension * Math.log(2 * Math.PI);
  const squares = state.subarray(0, x.length).reduce((sum, each) => sum + each * each, 0);
  const changes = state.subarray(x.length).reduce((sum, each) => sum + each, 0);
  return { loss: (0.5 * squares + changes) / rows + constant, solutions, state };
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
