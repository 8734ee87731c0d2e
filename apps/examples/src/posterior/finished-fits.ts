import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PeltFit } from "./fit-pelts.js";

/** The fits of a run on disk, one line each, so that an interrupted run can go on. */
export interface FinishedFits {
  /** Those of earlier runs with as many iterations, by seed. */
  readonly before: ReadonlyMap<number, PeltFit>;
  add(fit: PeltFit): void;
}

/** Opens the file of a folder, which is created if missing. */
export function openFinishedFits(folder: string, iterations: number): FinishedFits {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `posterior-${iterations}.jsonl`);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return {
    before: new Map(text.split("\n").flatMap(readLine)),
    add: (fit) =>
      appendFileSync(
        path,
        `${JSON.stringify({ ...fit, rates: [...fit.rates], start: [...fit.start] })}\n`,
      ),
  };
}

/** No fit if the line was cut short, as by a power failure. */
function readLine(line: string): ReadonlyArray<[number, PeltFit]> {
  try {
    const fit = JSON.parse(line) as Record<"rates" | "start", Array<number>> & PeltFit;
    const { rates, start } = fit;
    return [
      [fit.seed, { ...fit, rates: Float64Array.from(rates), start: Float64Array.from(start) }],
    ];
  } catch {
    return [];
  }
}
