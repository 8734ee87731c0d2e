import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { lorenz, lotkaVolterra, type TestProblem, vanDerPol } from "@symplectic-adjoint/testing";
import * as library from "symplectic-adjoint";
import { type Library, libraryGradient } from "../small-systems/library-gradient.js";
import type { Series } from "../timing/ratio.js";
import { timeFunctions } from "../timing/time-functions.js";

/** One small system by two checkouts. */
export interface SmallSystemSeries {
  readonly name: string;
  readonly now: Series;
  readonly before: Series;
}

const TOLERANCE = 1e-6;

/** Solutions and gradients of a few equations in float64 by this checkout and by another, in one process, interleaved. */
export async function smallSystemSeries(
  folder: string,
  quick: boolean,
): Promise<ReadonlyArray<SmallSystemSeries>> {
  const { resolve } = createRequire(join(folder, "apps/benchmarks/package.json"));
  const entry = pathToFileURL(resolve("symplectic-adjoint"));
  const other = (await import(entry.href)) as Library;
  const problems = [lotkaVolterra(), vanDerPol({ parameters: [5] }), lorenz()];
  const groups = problems.map((problem) => ({
    now: libraryGradient(library, problem, TOLERANCE).both,
    before: libraryGradient(other, problem, TOLERANCE).both,
  }));
  const times = timeFunctions(groups, quick ? { warmUp: 2, rounds: 3 } : {});
  const seconds = (milliseconds: ReadonlyArray<number>): Series =>
    milliseconds.map((each) => each / 1000);
  return times.map(({ now, before }, i) => ({
    name: (problems[i] as TestProblem).name,
    now: seconds(now),
    before: seconds(before),
  }));
}
