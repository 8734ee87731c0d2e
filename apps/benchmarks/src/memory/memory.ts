import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import * as tf from "@tensorflow/tfjs";
import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import type { Table } from "../report/table.js";
import { type StrategyName, strategies } from "../strategies.js";
import { checkRows, withoutCheckpoints } from "./check-rows.js";
import { checkLargeCase, largeTable, measureLargeCase } from "./large-table.js";
import { type MemoryRow, memoryRow } from "./memory-row.js";

const LAYERS = [3, 12];
const STEPS = [4, 64];
const METHODS = ["rk4", "dopri5", "dopri8"] as const;
const OURS = "odeintSymplecticAdjoint";

/** Peak bytes of the backward pass of every strategy, and of a solve with large states by each way to keep checkpoints. */
export const memory: Benchmark = {
  question: "How many bytes does the backward pass hold at most?",
  run,
};

async function run(options: BenchmarkOptions = {}): Promise<Report> {
  // Silences the advice to install native bindings.
  tf.enableProdMode();
  await useCpu();
  const rows = LAYERS.flatMap((layers) =>
    METHODS.flatMap((method) => STEPS.map((steps) => memoryRow({ layers, method, steps }))),
  );
  await useWasm();
  const large = await measureLargeCase(options);
  return {
    figures: { rows, large },
    tables: [table(rows), largeTable(large)],
    failures: [...checkRows(rows), ...checkLargeCase(large)],
  };
}

function table(rows: ReadonlyArray<MemoryRow>): Table {
  const others = Object.keys(strategies).filter((name) => name !== OURS) as Array<StrategyName>;
  return {
    title:
      "Peak of the backward pass in KiB: L layers 17 → 64 → … → 16, batch 32, N steps, s active stages",
    head: ["L", "s", "N", ...others, OURS, "of it checkpoints", "the rest"],
    rows: rows.map(({ layers, steps, activeStages, strategies: figures }) => {
      const ours = figures[OURS];
      return [
        layers,
        activeStages,
        steps,
        ...others.map(
          (name) => `${kib(figures[name].peak)} (${ratio(figures[name].peak / ours.peak)}×)`,
        ),
        kib(ours.peak),
        kib(ours.held),
        kib(withoutCheckpoints(ours)),
      ];
    }),
    notes: [
      "Bytes of distinct live buffers above the level before the forward pass, counted exactly on the engine cpu, made ready by useCpu();",
      "in parentheses: times those of the symplectic adjoint. s = 4: rk4, 6: dopri5, 13: dopri8, at N equal steps.",
      "The rest is the same for every N, and grows with s by states of 2 KiB only.",
    ],
  };
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(bytes < 1e6 ? 1 : 0);
}

function ratio(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}
