import type { Adjoint, SolveMode, State } from "@symplectic-adjoint/core";
import { expect } from "vitest";
import type { NumberArray } from "../accounting/ledger.js";
import { type AdjointFixture, drive, numbersOf, stateOf } from "./adjoint-fixture.js";

/** Cotangents of the outputs, as rows of numbers; undefined is zero. */
export type Rows = ReadonlyArray<ReadonlyArray<number> | undefined>;

/** A gradient, as numbers. */
export interface HostGradient {
  readonly y0: ReadonlyArray<number>;
  readonly parameters: ReadonlyArray<number>;
}

/**
 * Solves, pulls cotangents back once and releases everything, including the result; checks for leaks. Undefined if the
 * integration fails.
 */
export function gradientOf(
  adjoint: Adjoint,
  fixture: AdjointFixture,
  rows: Rows,
  { mode = "once", wrt }: { readonly mode?: SolveMode; readonly wrt?: ReadonlyArray<number> } = {},
): HostGradient | undefined {
  const { backend, problem } = fixture;
  const cotangents = rows.map((row) => stateOf(fixture, row));
  const before = backend.live();
  const pass = drive(adjoint.solve(problem, mode), backend);
  let gradient: HostGradient | undefined;
  if (pass.outcome.kind === "success") {
    const which = wrt ?? problem.dynamics.parameters.map((_, i) => i);
    const { y0, parameters } = drive(pass.pullback(cotangents, which), backend);
    gradient = { y0: numbersOf(y0), parameters: numbersOf(parameters) };
    releaseAll(fixture, [y0, parameters]);
  }
  releaseAll(fixture, pass.outputs);
  pass.release();
  expect(backend.live(), "arrays and records that are left").toBe(before);
  return gradient;
}

/** Releases states owned by the caller. */
export function releaseAll(
  { backend }: Pick<AdjointFixture, "backend">,
  states: ReadonlyArray<State<NumberArray>>,
): void {
  for (const state of states) backend.release(state);
}
