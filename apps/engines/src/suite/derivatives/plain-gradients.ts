import { elementwise, type HostTensor } from "../host/host-tensor.js";
import { numericGradient } from "../host/numeric-gradient.js";
import { sample } from "../host/sample.js";
import type { Expected } from "../problems/expected-gradients.js";
import type { InnerCase } from "./inner-case.js";

type Tensors = ReadonlyArray<HostTensor>;

/** Initial state and parameters of a case: exact in float32. */
export function startOf({ state, parameters }: InnerCase): {
  readonly y0: Tensors;
  readonly theta: Tensors;
} {
  const smaller = (seed: number) => (shape: ReadonlyArray<number>, i: number) =>
    elementwise((x) => x / 2, sample(shape, seed + i));
  return { y0: state.map(smaller(0)), theta: parameters.map(smaller(20)) };
}

/** Cotangents of the outputs, in the shapes of the solution. */
export function cotangentsOf({ state }: InnerCase, rows: number): Tensors {
  return state.map((shape, i) => sample([rows, ...shape], 40 + i));
}

/**
 * A solution by the classical Runge–Kutta method, written out, and its gradients by finite differences. They share no
 * code with the library or TensorFlow.js.
 */
export function plainGradients(
  given: InnerCase,
  times: ReadonlyArray<number>,
  stepsPerInterval: number,
): Expected {
  const { y0, theta } = startOf(given);
  const count = y0.length;
  const rowsOf = (all: Tensors): Tensors => {
    const f = (t: number, y: Tensors): Tensors => given.onHost(t, y, all.slice(count));
    return stacked(integrate(f, all.slice(0, count), times, stepsPerInterval));
  };
  const inputs = [...y0, ...theta];
  const ys = rowsOf(inputs);
  const cotangent = joined(cotangentsOf(given, times.length));
  const gradients = numericGradient((all) => joined(rowsOf(all)), inputs, cotangent);
  const found = gradients.map((values, i) => ({ shape: inputs[i]?.shape ?? [], values }));
  return { ys, y0: found.slice(0, count), parameters: found.slice(count) };
}

type HostDynamics = (t: number, y: Tensors) => Tensors;

function integrate(
  f: HostDynamics,
  y0: Tensors,
  times: ReadonlyArray<number>,
  steps: number,
): Array<Tensors> {
  const rows = [y0];
  let y = y0;
  for (let i = 1; i < times.length; i++) {
    const [from, to] = [times[i - 1] as number, times[i] as number];
    const h = (to - from) / steps;
    for (let n = 0; n < steps; n++) y = kutta(f, from + n * h, h, y);
    rows.push(y);
  }
  return rows;
}

function kutta(f: HostDynamics, t: number, h: number, y: Tensors): Tensors {
  const moved = (k: Tensors, by: number): Tensors =>
    y.map((leaf, i) => elementwise((x, d) => x + by * d, leaf, k[i] as HostTensor));
  const k1 = f(t, y);
  const k2 = f(t + h / 2, moved(k1, h / 2));
  const k3 = f(t + h / 2, moved(k2, h / 2));
  const k4 = f(t + h, moved(k3, h));
  return y.map((leaf, i) =>
    elementwise(
      (x, a, b, c, d) => x + (h / 6) * (a + 2 * b + 2 * c + d),
      leaf,
      ...([k1, k2, k3, k4].map((k) => k[i]) as Array<HostTensor>),
    ),
  );
}

function stacked(rows: ReadonlyArray<Tensors>): Tensors {
  return (rows[0] ?? []).map(({ shape }, leaf) => ({
    shape: [rows.length, ...shape],
    values: Float64Array.from(rows.flatMap((row) => Array.from(row[leaf]?.values ?? []))),
  }));
}

function joined(tensors: Tensors): HostTensor {
  const values = Float64Array.from(tensors.flatMap(({ values }) => Array.from(values)));
  return { shape: [values.length], values };
}
