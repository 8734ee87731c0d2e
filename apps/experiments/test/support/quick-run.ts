import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { expect } from "vitest";
import { experiments } from "../../src/experiments.js";
import type { ExperimentReport } from "../../src/framework/experiment.js";
import { noProgress } from "../../src/framework/progress-bar.js";
import { runExperiment } from "../../src/framework/run-experiment.js";

/** A machine that does other things besides may take this long. */
export const PATIENCE = 600_000;

/**
 * Runs an experiment with reduced sizes on the engine wasm, its models compiled unless `interpret`; checks that it is whole and
 * leaves no tensor.
 */
export async function quickRun(name: string, interpret = false): Promise<ExperimentReport> {
  tf.enableProdMode();
  await useWasm();
  const folder = await mkdtemp(join(tmpdir(), "experiment-"));
  try {
    const experiment = await (experiments[name] as (typeof experiments)[string])();
    const before = tf.memory().numTensors;
    const run = await runExperiment(name, experiment, {
      ...{ folder, quick: true, resume: false, bar: noProgress },
      compile: interpret ? undefined : compiled,
      signal: new AbortController().signal,
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(run?.complete).toBe(true);
    const report = run?.report as ExperimentReport;
    for (const svg of Object.values(report.pictures))
      expect(svg).toMatch(/^<svg[\s\S]+<\/svg>\s*$/);
    for (const table of report.tables)
      for (const row of table.rows) expect(row.join(" ")).not.toMatch(/NaN|undefined/);
    return report;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
