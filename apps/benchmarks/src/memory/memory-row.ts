import { tableaux } from "symplectic-adjoint";
import { type StrategyName, strategies } from "../strategies.js";
import { type MemoryCase, type MemoryFigures, measureSolve } from "./measure-solve.js";

/** One network, number of steps and method, under all strategies. */
export interface MemoryRow {
  readonly layers: number;
  readonly steps: number;
  readonly method: MemoryCase["method"];
  readonly activeStages: number;
  readonly strategies: Readonly<Record<StrategyName, MemoryFigures>>;
  /** The symplectic adjoint, measured once more. */
  readonly again: MemoryFigures;
}

/** Measures a row. */
export function memoryRow(setup: Omit<MemoryCase, "strategy">): MemoryRow {
  const names = Object.keys(strategies) as Array<StrategyName>;
  const figures = names.map((strategy) => [strategy, measureSolve({ ...setup, strategy })]);
  const { layers, steps, method } = setup;
  return {
    layers,
    steps,
    method,
    activeStages: tableaux[method].activeStages.length,
    strategies: Object.fromEntries(figures),
    again: measureSolve({ ...setup, strategy: "odeintSymplecticAdjoint" }),
  };
}
