import { pathToFileURL } from "node:url";
import { lorenz, lotkaVolterra, vanDerPol } from "@symplectic-adjoint/testing";
import * as library from "symplectic-adjoint";
import { interleave } from "../small-systems/interleave.js";
import { type Library, libraryGradient } from "../small-systems/library-gradient.js";
import type { Series } from "../timing/ratio.js";

/** One small system by two checkouts. */
export interface SmallSystemSeries {
  readonly name: string;
  readonly now: Series;
  readonly before: Series;
}

const TOLERANCE = 1e-6;
const UMBRELLA = "packages/symplectic-adjoint/dist/index.js";

/** Solutions and gradients of a few equations in float64 by this checkout and by another, in one process, taking turns. */
export async function smallSystemSeries(
  folder: string,
  quick: boolean,
): Promise<ReadonlyArray<SmallSystemSeries>> {
  const other = (await import(new URL(UMBRELLA, `${pathToFileURL(folder)}/`).href)) as Library;
  const problems = [lotkaVolterra(), vanDerPol({ parameters: [5] }), lorenz()];
  const groups = problems.map((problem) => [
    { name: `${problem.name} now`, run: libraryGradient(library, problem, TOLERANCE).both },
    { name: `${problem.name} before`, run: libraryGradient(other, problem, TOLERANCE).both },
  ]);
  const times = interleave(groups, quick ? { warmUp: 2, rounds: 3 } : {});
  const seconds = (name: string): Series => (times.get(name) ?? []).map((time) => time / 1000);
  return problems.map(({ name }) => ({
    name,
    now: seconds(`${name} now`),
    before: seconds(`${name} before`),
  }));
}
