import type { DynamicsBackend } from "@symplectic-adjoint/core";
import { accumulate } from "./arrays/accumulate.js";
import { copyOf } from "./arrays/combine-into.js";
import { dot } from "./arrays/dot.js";
import { errorNorm } from "./arrays/error-norm.js";
import { fromHost } from "./arrays/from-host.js";
import { isFloat64Array } from "./arrays/is-float64-array.js";
import { linearCombination } from "./arrays/linear-combination.js";
import { readScalar } from "./arrays/read-scalar.js";
import { combineRows, concatenate, sliceRows, sumRows } from "./arrays/rows.js";
import { scaledError } from "./arrays/scaled-error.js";
import { stack, unstack } from "./arrays/stack.js";
import { zerosLike } from "./arrays/zeros-like.js";
import { dynamics } from "./dynamics/dynamics.js";
import type { AnyFloat64Function } from "./dynamics/float64-function.js";

/** A backend on Float64Arrays. */
export type Float64Backend = DynamicsBackend<Float64Array, AnyFloat64Function>;

/**
 * The backend on Float64Arrays: double precision, hand-written derivatives, no dependencies.
 *
 * Arrays have one axis. Scalars are numbers, so everything is synchronous. Memory is garbage-collected: scopes and
 * `release` do nothing, `retain` returns its argument.
 *
 * @example
 * const growth: Float64Function = {
 *   evaluate: (_t, y, _p, dy) => dy.set(y),
 *   vjp: (_t, _y, _p, g, yBar) => yBar.set(g),
 * };
 * const y0 = [Float64Array.of(1)];
 * const f = float64.dynamics(growth, { t0: 0, y0, structure: { kind: "leaf" }, differentiate: true });
 * f.evaluate(0, y0); // [Float64Array [1]]
 */
export const float64: Float64Backend = Object.freeze({
  name: "float64",
  precision: "float64",
  readsSynchronously: true,

  isArray: isFloat64Array,
  shape: (array) => [array.length],
  bytes: (array) => array.byteLength,

  linearCombination,
  errorNorm,
  scaledError,
  dot,
  zerosLike,
  accumulate,

  combineRows,
  sumRows,
  concatenate,
  sliceRows,
  stack,
  unstack,
  copy: (state) => state.map(copyOf),
  fromHost,
  toHost: async (array) => array.slice(),
  toHostSync: (array) => array.slice(),

  openScope() {},
  closeScope() {},
  retain: (state) => state,
  release() {},

  read: async (scalar) => readScalar(scalar),
  readSync: readScalar,

  dynamics,
} satisfies Float64Backend);
