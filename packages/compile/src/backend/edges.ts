import type { State } from "@symplectic-adjoint/core";
import type { FloatArray } from "../program/program.js";
import { type AnyArray, HostArray, releaseHosts, retainHosts, valuesIn } from "./host-array.js";

/** How the arrays of a backend and the numbers of programs become each other. */
export interface Edges<A> {
  /** The numbers of an array. */
  valuesOf(array: A): FloatArray;
  /** An array of these numbers, which it keeps. */
  arrayOf(values: FloatArray, shape: ReadonlyArray<number>): A;
  /** The same arrays, which no scope frees. */
  retain(state: State<A>): State<A>;
  /** Frees retained arrays. */
  release(state: State<A>): void;
  /** Zeros in the precision of the programs. */
  zeros(length: number): FloatArray;
}

/** Those of the host backend. */
export function hostEdges(precision: "float32" | "float64"): Edges<AnyArray> {
  return {
    valuesOf: valuesIn(precision),
    arrayOf: (values, shape) => new HostArray(values, shape),
    retain: retainHosts,
    release: releaseHosts,
    zeros: (length) =>
      precision === "float64" ? new Float64Array(length) : new Float32Array(length),
  };
}

/** Those of the backend float64, whose arrays are numbers. */
export const float64Edges: Edges<Float64Array> = Object.freeze({
  valuesOf: (array: Float64Array) => array,
  arrayOf: (values: FloatArray) => values as Float64Array,
  retain: (state: State<Float64Array>) => state,
  release() {},
  zeros: (length: number) => new Float64Array(length),
});
