import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StrategyFigures } from "./compare-strategies.js";
import type { DemoOptions } from "./demo-options.js";
import type { Goodness } from "./goodness.js";
import type { PeltYear } from "./read-pelts.js";
import type { Trajectory } from "./trajectory.js";

/** All results of the demo, as written to the JSON file. */
export interface Figures {
  readonly seed: number;
  readonly backend: DemoOptions["backend"];
  /** Whether the model was compiled for the training. */
  readonly compiled: boolean;
  readonly training: Training;
  readonly record: ReadonlyArray<PeltYear>;
  readonly fit: Goodness & Trajectory;
  readonly strategies: ReadonlyArray<StrategyFigures>;
}

export interface Training {
  /** Iterations done; fewer than requested after Ctrl-C. */
  readonly iterations: number;
  readonly interrupted: boolean;
  readonly seconds: number;
  /** Losses before each update: first over windows of four years, then over the whole record. */
  readonly losses: ReadonlyArray<number>;
}

/** Writes picture and figures into a folder, which is created if missing, and returns their paths. */
export async function writeFigures(
  folder: string,
  figures: Figures,
  svg: string,
): Promise<readonly [svg: string, json: string]> {
  const paths = [join(folder, "lynx-hare.svg"), join(folder, "lynx-hare.json")] as const;
  await mkdir(folder, { recursive: true });
  await writeFile(paths[0], svg);
  await writeFile(paths[1], `${JSON.stringify(figures, undefined, 2)}\n`);
  return paths;
}
