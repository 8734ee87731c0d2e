import {
  functionRequirement,
  isPlainObject,
  must,
  type Requirement,
} from "@symplectic-adjoint/core";
import { reshape, slice, type Tensor } from "@tensorflow/tfjs-core";
import {
  type AdjointOptions,
  type BudgetOptions,
  odeintSymplecticAdjoint,
} from "symplectic-adjoint";
import type { Compile } from "./compile.js";

/**
 * One of the five functions of `symplectic-adjoint`: `odeint`, `odeintAdjoint`, `odeintOnecheckpoint`, `odeintCheckpoint`,
 * `odeintSymplecticAdjoint`. They differ in how the gradient is computed.
 */
export type Odeint = typeof odeintSymplecticAdjoint;

/** Options of these functions; those of the backward integration and the memory budget only where the function has them. */
export type OdeintOptions = AdjointOptions<Tensor> & BudgetOptions;

/** How a model solves its equation. */
export interface OdeintChoice {
  /** Default `odeintSymplecticAdjoint`. */
  readonly odeint?: Odeint | undefined;
  /** Its options: `method`, `rtol`, `atol`, `stepSize` and so on. Checked by the function when the model is first solved. */
  readonly options?: OdeintOptions | undefined;
  /**
   * `compiled` of `@symplectic-adjoint/compile`: the right-hand side then runs as a program, which is made at the first solve
   * and again for other shapes. Several times faster for small networks on the engines cpu, wasm and tensorflow; the results
   * are the same up to rounding. Default: the operations of TensorFlow.js, one by one.
   */
  readonly compile?: Compile | undefined;
}

/** Requirements on an {@link OdeintChoice}. */
export const odeintChoiceTable: Readonly<Record<keyof OdeintChoice, Requirement>> = {
  odeint: functionRequirement("Write odeint: odeintCheckpoint, say, or leave it out."),
  options: must(
    isPlainObject,
    "must be an object of options",
    'Write options: { method: "dopri5", rtol: 1e-5, atol: 1e-6 }, or leave it out.',
  ),
  compile: functionRequirement(
    'Write compile: compiled, from "@symplectic-adjoint/compile", or leave it out.',
  ),
};

/**
 * Solves and returns the state at each of the times, along a new first axis.
 *
 * @param parameters Differentiated, unless the options say otherwise. Without the list, constants that f reads, such as
 * noise, would be differentiated as well.
 */
export function solveWith<Y extends Array<Tensor>>(
  { odeint = odeintSymplecticAdjoint, options = {} }: OdeintChoice,
  f: (t: number, y: Y) => Y,
  y0: Y,
  times: ReadonlyArray<number>,
  parameters?: ReadonlyArray<Tensor> | undefined,
): Y {
  const given = parameters === undefined ? {} : { parameters };
  const solve = odeint as unknown as SolveOf<Y>;
  return solve(f, y0, times, { ...given, ...options });
}

type SolveOf<Y> = (
  f: (t: number, y: Y) => Y,
  y0: Y,
  times: ReadonlyArray<number>,
  options: OdeintOptions,
) => Y;

/** The last of the states that a solve returned: each leaf without its first axis. */
export function lastOf<Y extends Array<Tensor>>(states: Y): Y {
  return states.map((leaf) => {
    const [times, ...shape] = leaf.shape as [number, ...Array<number>];
    const begin = [times - 1, ...shape.map(() => 0)];
    return reshape(slice(leaf, begin, [1, ...shape]), shape);
  }) as Y;
}
