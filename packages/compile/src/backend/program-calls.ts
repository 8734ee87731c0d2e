import type { State, Structure } from "@symplectic-adjoint/core";
import type { Leaves } from "../executors/executor.js";
import { sizeOf } from "../graph/shapes.js";
import type { FloatArray } from "../program/program.js";
import { CompiledCotangents } from "./compiled-cotangents.js";
import type { Edges } from "./edges.js";
import type { SharedProgram } from "./shared-program.js";
import type { SolveParameters } from "./solve-parameters.js";

/** A function that was traced and loaded. */
export interface LoadedFunction {
  readonly program: SharedProgram;
  /** Number of its parameters; those of a solve that follow are of other functions. */
  readonly parameters: number;
  /** Of its value. */
  readonly structure: Structure;
  readonly shapes: ReadonlyArray<ReadonlyArray<number>>;
}

/** A function on the states of a backend. */
export interface ProgramCalls<A> {
  readonly structure: Structure;
  evaluate(t: number, y: State<A>): State<A>;
  pullback(
    t: number,
    y: State<A>,
    cotangent: State<A>,
    wrt: ReadonlyArray<number>,
    wantsTime?: boolean,
  ): CompiledCotangents<A>;
}

/** Evaluation and VJP of a loaded function, as a backend's dynamics have them. */
export function programCalls<A>(
  { program, structure, shapes, parameters: count }: LoadedFunction,
  { valuesOf, arrayOf, zeros }: Edges<A>,
  parameters: SolveParameters<A>,
): ProgramCalls<A> {
  const sizes = shapes.map(sizeOf);
  const arrays = (values: Leaves, like: ReadonlyArray<ReadonlyArray<number>>): State<A> =>
    values.map((leaf, i) => arrayOf(leaf, like[i] as ReadonlyArray<number>));

  function evaluate(t: number, y: State<A>): State<A> {
    const value = sizes.map(zeros);
    program.with(parameters.current()).evaluate(t, y.map(valuesOf), value);
    return arrays(value, shapes);
  }

  return {
    structure,
    evaluate,
    pullback(t, y, cotangent, wrt, wantsTime) {
      const values = y.map(valuesOf);
      const yBar = values.map(zerosLike);
      const bars = wrt.length === 0 ? undefined : parameters.current().parameters.map(zerosLike);
      const loaded = program.with(parameters.current());
      const tBar = loaded.pullback(t, values, cotangent.map(valuesOf), yBar, bars?.slice(0, count));
      const pulled = wrt.map((i) => {
        return arrayOf((bars as Leaves)[i] as FloatArray, shapeOf(parameters.arrays[i] as A));
      });
      return new CompiledCotangents(
        yBar.map((leaf, i) => arrayOf(leaf, shapeOf(y[i] as A))),
        pulled,
        wantsTime === true ? tBar : undefined,
        () => evaluate(t, y),
      );
    },
  };

  function zerosLike({ length }: FloatArray): FloatArray {
    return zeros(length);
  }
}

/** The shape of an array of any backend: those of the backend float64 have one axis. */
export function shapeOf(array: unknown): ReadonlyArray<number> {
  return array instanceof Float64Array
    ? [array.length]
    : (array as { readonly shape: ReadonlyArray<number> }).shape;
}
