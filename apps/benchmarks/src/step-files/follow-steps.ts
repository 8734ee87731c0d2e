import { type BusierScript, busierScripts } from "./busier-scripts.js";
import { startCoverage } from "./coverage.js";
import type { Solve, SolveEvents } from "./solves.js";
import { watchFirstEntries } from "./watch-first-entries.js";

/** A file that a step passes through. */
export interface StepFile {
  /** Its source, such as `packages/solver/src/loop/walk.ts`. */
  readonly path: string;
  /** Whether the step calls a function in it. If not, it goes on in a function that was called before. */
  readonly called: boolean;
}

/** The files of one accepted adaptive step, in the order in which the step enters them. */
export interface StepFiles {
  /** From one call of `onStep` to the next. */
  readonly forward: ReadonlyArray<StepFile>;
  /** From the beginning of the backward pass. */
  readonly backward: ReadonlyArray<StepFile>;
}

const STEPS = 8;
const BUILT = /\/packages\/([^/]+)\/dist\/(.+)\.js$/;

/** Solves with some steps and with one more, and finds the files in which more happens. */
export function followSteps(solve: Solve): StepFiles {
  const take = startCoverage((url) => BUILT.test(url));
  // Exclude work that only the first solves do.
  for (let warmUp = 0; warmUp < 3; warmUp++) coverageOf(solve, STEPS + (warmUp % 2), take);
  const fewer = coverageOf(solve, STEPS, take);
  const more = coverageOf(solve, STEPS + 1, take);
  const forward = busierScripts(fewer.forward, more.forward);
  const backward = busierScripts(fewer.backward, more.backward);
  return {
    forward: filesOf(forward, forwardOrder(solve, forward)),
    backward: filesOf(backward, backwardOrder(solve, backward)),
  };
}

function coverageOf<T>(solve: Solve, steps: number, take: () => T) {
  let [accepted, rejected] = [0, 0];
  let forward: T | undefined;
  let backward: T | undefined;
  take();
  solve(steps, {
    onStep: (event) => {
      if (event.accepted) accepted++;
      else rejected++;
    },
    forwardDone: () => {
      forward = take();
    },
    backwardDone: () => {
      backward = take();
    },
  });
  if (accepted !== steps || rejected > 0)
    throw new Error(
      `${steps} accepted steps expected: ${accepted} accepted, ${rejected} rejected.`,
    );
  return { forward: forward as T, backward: backward as T };
}

const ignore: SolveEvents = { onStep() {}, forwardDone() {}, backwardDone() {} };

function forwardOrder(solve: Solve, scripts: ReadonlyArray<BusierScript>) {
  let entered: () => ReadonlyArray<BusierScript> = () => [];
  let steps = 0;
  let order: ReadonlyArray<BusierScript> = [];
  const onStep = (): void => {
    if (++steps === 2) entered = watchFirstEntries(scripts);
    if (steps === 3) order = entered();
  };
  solve(STEPS, { ...ignore, onStep });
  return order;
}

function backwardOrder(solve: Solve, scripts: ReadonlyArray<BusierScript>) {
  let entered: () => ReadonlyArray<BusierScript> = () => [];
  solve(STEPS, {
    ...ignore,
    forwardDone: () => {
      entered = watchFirstEntries(scripts);
    },
  });
  return entered();
}

/** The files in order; files in which no function is newly entered come last. */
function filesOf(
  scripts: ReadonlyArray<BusierScript>,
  order: ReadonlyArray<BusierScript>,
): ReadonlyArray<StepFile> {
  return [...new Set([...order, ...scripts])].map(({ url, calls }) => {
    const [, folder, name] = BUILT.exec(url) as unknown as [string, string, string];
    return { path: `packages/${folder}/src/${name}.ts`, called: calls };
  });
}
