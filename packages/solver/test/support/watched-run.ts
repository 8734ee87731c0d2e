import { newPassStatistics, type PassStatistics, type Problem } from "@symplectic-adjoint/core";
import type { NumberArray } from "@symplectic-adjoint/testing";
import { expect } from "vitest";
import { integrate, plainOperations, runAsync, runSync } from "../../src/index.js";
import { type Setup, valuesOf } from "./setup.js";

/** What an integration came to. */
export interface WatchedRun {
  /** All that must not depend on how it was driven. */
  readonly visible: unknown;
  readonly pass: PassStatistics;
}

/** Integrates, and expects that nothing but the outputs is left, or nothing at all after an error. */
export async function watchedRun(
  { backend, problem: plain }: Setup,
  how: "at once" | "awaited",
  changes: Partial<Problem<NumberArray>> = {},
): Promise<WatchedRun> {
  const pass = newPassStatistics();
  const stepSizes: Array<number> = [];
  const seen: Array<unknown> = [];
  const problem = { ...plain, onStep: (event: unknown) => void seen.push(event), ...changes };
  const before = backend.live();
  const reading = integrate(
    problem,
    plainOperations(problem, pass),
    { pass, stepSizes },
    {
      accepted: (index, step, from, to) =>
        void seen.push([index, step, valuesOf(from.y), valuesOf(to.y)]),
    },
  );
  try {
    const { outputs, steps, outcome, rows, outputTimes, dense } =
      how === "at once" ? runSync(reading, backend) : await runAsync(reading, backend);
    const found = problem.events?.found.map(({ t, state }) => [t, valuesOf(state)]);
    problem.events?.release();
    const inside = dense?.map(({ start, slopes }) => {
      const kept = [start, ...slopes.filter((slope) => slope !== undefined)];
      const numbers = kept.map(valuesOf);
      for (const state of kept) backend.release(state);
      return numbers;
    });
    const { accepted, rejected, readbacks } = pass;
    const counts = { accepted, rejected, readbacks };
    const values = outputs.map(valuesOf);
    expect(backend.live()).toBe(before + outputs.length);
    const told = { values, rows, outputTimes, inside, found, steps, outcome };
    return { visible: { ...told, stepSizes, seen, counts }, pass };
  } catch (error) {
    problem.events?.release();
    expect(backend.live()).toBe(before);
    throw error;
  }
}
