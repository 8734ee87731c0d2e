import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { binomial } from "@symplectic-adjoint/checkpoint";
import { fileStore } from "@symplectic-adjoint/checkpoint-stores/node";
import { lotkaVolterra } from "@symplectic-adjoint/testing";
import {
  everyStep,
  float64,
  memoryStore,
  solve,
  symplecticAdjoint,
} from "symplectic-adjoint/float64";
import type { LongCase, LongFigures } from "./long-case.js";

// One solve and its gradient in a separate process, so that the peak of resident memory is theirs.

const SPAN = 20;
const CHECKPOINTS = 100;
const WARM_UP = 20_000;
const problem = lotkaVolterra();

const given: LongCase & { readonly folder: string } = JSON.parse(process.argv[2] as string);
const folder = mkdtempSync(join(given.folder, "million-steps-"));

function gradientOf(steps: number): Omit<LongFigures, keyof LongCase | "growth"> {
  const adjoint = symplecticAdjoint({
    schedule: given.schedule === "binomial" ? binomial({ checkpoints: CHECKPOINTS }) : everyStep,
    store: given.store === "file" ? fileStore({ folder }) : memoryStore,
  });
  const since = performance.now();
  const solution = solve(problem, problem.y0, [0, SPAN], {
    ...{
      backend: float64,
      method: "rk4",
      stepsPerInterval: steps,
      maxNumSteps: 2 * steps,
      adjoint,
    },
  });
  const onDisk = readdirSync(folder).reduce(
    (sum, name) => sum + 512 * statSync(join(folder, name)).blocks,
    0,
  );
  const between = performance.now();
  const { y0, parameters } = solution.pullback(Float64Array.of(0, 0, 1, 0.5));
  const end = performance.now();
  const { evaluations } = solution.stats.backward;
  solution.dispose();
  const bytes = [y0, ...parameters].map(({ buffer }) => Buffer.from(buffer).toString("hex"));
  return {
    gradient: bytes.join(" "),
    onDisk,
    evaluations,
    diagnostic: { forwardSeconds: (between - since) / 1e3, backwardSeconds: (end - between) / 1e3 },
  };
}

/** Peak of resident bytes. */
function peak(): number {
  return 1024 * process.resourceUsage().maxRSS;
}

try {
  gradientOf(WARM_UP);
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const before = peak();
  const found = gradientOf(given.steps);
  const { steps, store, schedule } = given;
  const figures: LongFigures = { steps, store, schedule, ...found, growth: peak() - before };
  console.log(JSON.stringify(figures));
} finally {
  rmSync(folder, { recursive: true });
}
