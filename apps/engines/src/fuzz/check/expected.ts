import { derivative } from "../host/derivative.js";
import type { HostArray } from "../host/host-array.js";
import type { Precision } from "../host/precision.js";
import { add, constant, mul, type Scalar, withPrecision } from "../host/scalar.js";
import { watchMargin } from "../host/watch-margin.js";
import { onHost } from "../program/given.js";
import type { Program } from "../program/program.js";
import { spanOf, type Way } from "./way.js";

/** Values in double precision, with bounds of an engine's error. */
export interface ExpectedArray {
  readonly numbers: ReadonlyArray<number>;
  readonly bound: number;
}

/** The expected results of a way. */
export interface Expected {
  /** The states at the end. */
  readonly value: ReadonlyArray<ExpectedArray>;
  readonly y0: ReadonlyArray<ExpectedArray>;
  readonly weights: ReadonlyArray<ExpectedArray>;
  /** The distance to the nearest kink. */
  readonly margin: number;
  /** The relative deviation from the initial state after a step back from the end, if the way takes one. */
  readonly missed: number;
}

/** The weight of an output element in the loss. */
export function cotangentAt(i: number): number {
  return [1, -0.5, 0.75, 0.25, -1][i % 5] as number;
}

type State = ReadonlyArray<HostArray>;

/** base + Σ factor · k */
function combine(base: State, terms: ReadonlyArray<readonly [number, State]>): State {
  return base.map(({ shape, at }, leaf) => ({
    shape,
    at: at.map((a, i) =>
      add(a, ...terms.map(([factor, k]) => mul(constant(factor), k[leaf]?.at[i] as Scalar))),
    ),
  }));
}

function step(f: (t: number, y: State) => State, y: State, way: Way): State {
  const { method } = way;
  const [t, end] = spanOf(way);
  const h = end - t;
  const k1 = f(t, y);
  if (method === "euler") return combine(y, [[h, k1]]);
  const k2 = f(t + h / 2, combine(y, [[h / 2, k1]]));
  if (method === "midpoint") return combine(y, [[h, k2]]);
  const k3 = f(t + h / 2, combine(y, [[h / 2, k2]]));
  const k4 = f(end, combine(y, [[h, k3]]));
  return combine(y, [
    [h / 6, k1],
    [h / 3, k2],
    [h / 3, k3],
    [h / 6, k4],
  ]);
}

/**
 * The state after one step, and the gradient of a loss of both outputs, in double precision: every operation is
 * differentiated element by element. It shares no code with the library.
 */
export function expected(program: Program, way: Way, precision: Precision): Expected {
  return withPrecision(precision, () => {
    const y0 = program.state.map(onHost);
    const weights = program.weights.map(onHost);
    const f = (t: number, y: State): State => program.evaluate(t, y, weights);
    const { result, margin } = watchMargin(() => {
      const y1 = step(f, y0, way);
      const flat = y0.flatMap(({ at }) => at);
      const inputs = [...flat, ...weights.flatMap(({ at }) => at)];
      const outputs = y1.flatMap(({ at }) => at);
      const cotangents = outputs.map((_, i) => constant(cotangentAt(i + 1)));
      const direct = flat.map((_, i) => constant(cotangentAt(i)));
      if (way.name !== "odeintAdjoint") {
        const gradient = derivative([...outputs, ...flat], [...cotangents, ...direct], inputs);
        return { y1, gradient, missed: 0 };
      }
      const [start, end] = spanOf(way);
      // One Euler step backward from the end: the VJP of f at the end, where the state is known.
      const slopes = f(end, y1).flatMap(({ at }) => at);
      const h = constant(end - start);
      const products = derivative(slopes, cotangents, [
        ...outputs,
        ...weights.flatMap(({ at }) => at),
      ]);
      const gradient = products.map((product, i) =>
        i < flat.length
          ? add(direct[i] as Scalar, cotangents[i] as Scalar, mul(h, product))
          : mul(h, product),
      );
      return { y1, gradient, missed: missedBy(flat, outputs, slopes, end - start) };
    });
    const rest = [...result.gradient];
    const next = ({ at }: HostArray): ExpectedArray => bounded(rest.splice(0, at.length));
    return {
      value: result.y1.map(({ at }) => bounded(at)),
      y0: y0.map(next),
      weights: weights.map(next),
      margin,
      missed: result.missed,
    };
  });
}

function missedBy(
  from: ReadonlyArray<Scalar>,
  to: ReadonlyArray<Scalar>,
  slopes: ReadonlyArray<Scalar>,
  h: number,
): number {
  const back = to.map(({ value }, i) => value - h * (slopes[i] as Scalar).value);
  const gaps = back.map((value, i) => Math.abs(value - (from[i] as Scalar).value));
  return Math.max(...gaps) / Math.max(...[...from, ...to].map(({ value }) => Math.abs(value)));
}

/** An engine may compute in a different order than the host, with a few roundings instead of one. */
const ROUNDINGS = 8;

function bounded(scalars: ReadonlyArray<Scalar>): ExpectedArray {
  const numbers = scalars.map(({ value }) => value);
  return { numbers, bound: ROUNDINGS * Math.max(...scalars.map(({ error }) => error)) };
}
