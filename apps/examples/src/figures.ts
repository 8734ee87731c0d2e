import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StrategyFigures } from "./compare-strategies.js";
import type { DemoOptions } from "./demo-options.js";
import type { Goodness } from "./goodness.js";
import type { PeltYear } from "./read-pelts.js";
import type { Trajectory } from "./trajectory.js";

/** Everything the demo finds out, as it is written to the JSON file. */
export interface Figures {
  readonly seed: number;
  readonly backend: DemoOptions["backend"];
  readonly training: Training;
  readonly record: ReadonlyArray<PeltYear>;
  readonly fit: Goodness & Trajectory;
  readonly strategies: ReadonlyArray<StrategyFigures>;
}

export interface Training {
  /** Iterations done; fewer than asked for after Ctrl-C. */
  readonly iterations: number;
  readonly interrupted: boolean;
  readonly seconds: number;
  /** Before each iteration's update: over stretches of four years at first, then over the whole record. */
  readonly losses: ReadonlyArray<number>;
}

/** Writes picture and figures into a folder, which is made if need be, and returns their paths. */
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
