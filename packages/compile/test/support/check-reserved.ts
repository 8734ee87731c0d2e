import type { ButcherTableau } from "@symplectic-adjoint/core";
import { expect } from "vitest";
import { differentiate } from "../../src/derivative/differentiate.js";
import { createGraphBuilder } from "../../src/graph/builder/create-graph-builder.js";
import type { ProgramSource } from "../../src/program/program-source.js";
import type { Subject } from "./subject.js";

/** A state takes more than a page of WebAssembly's memory: those of steps cannot fit into what is left of one. */
const SIZE = 9000;
const STEP = { t: 0.3, h: 0.25, end: 0.55, firstStageTime: 0.3 };

/** The bytes of a program are final once the steps of a method were reserved: through steps of all kinds. */
export function checkReserved(
  executor: Subject,
  precision: ProgramSource["precision"],
  tableau: ButcherTableau,
): void {
  const b = createGraphBuilder();
  const forward = b.graph([b.sin(b.input("state", 0, [SIZE]))]);
  const loaded = executor.load({
    ...{ forward, backward: differentiate(forward), precision },
    sizes: { states: [SIZE], parameters: [], captured: [] },
  });
  loaded.setParameters([], []);
  const before = loaded.bytes;
  loaded.reserve(tableau);
  const { bytes } = loaded;
  expect(bytes).toBeGreaterThan(before);
  const state = () => [new Float64Array(SIZE).fill(0.5)];
  const tolerances = tableau.error && { rtol: [1e-3], atol: [1e-4] };
  for (const stages of [undefined, tableau.activeStages.slice(1).map(state)]) {
    for (const slopeKnown of [false, true])
      for (const wanted of [undefined, tolerances])
        loaded.attempt(tableau, {
          ...{ ...STEP, y: state(), startSlope: state(), slopeKnown, next: state() },
          ...{ tolerances: wanted, endSlope: undefined, stages },
        });
    const step = { ...STEP, reusesLastStage: false, outputs: [] };
    const written = { before: state(), theta: [] };
    loaded.reverse(tableau, { step, y: state(), lambda: state(), stages, ...written });
  }
  expect(loaded.bytes).toBe(bytes);
  loaded.release?.();
}
