import {
  type Adjoint,
  type ForwardPass,
  type GradientComparison,
  type GradientReport,
  IntegrationError,
  outcome,
  type Problem,
} from "@symplectic-adjoint/core";
import { runAsync } from "@symplectic-adjoint/solver";
import { stackOutputs } from "../solve/output-entries.js";
import type { ArgumentName } from "./argument-name.js";
import { compareArgument, type PerturbableArgument } from "./compare-argument.js";
import { download, type HostState, upload } from "./host-state.js";
import { pullBackTwice } from "./pull-back-twice.js";
import { randomFunctional } from "./random-functional.js";
import { seededRandom } from "./random-signs.js";
import { type Replay, replayOf } from "./replay-of.js";
import { requireRepeatable } from "./require-repeatable.js";
import {
  minimumRounding,
  scatteredOutputs,
  standardDeviationOf,
  unitRoundoff,
} from "./rounding-noise.js";

/** Settings of the check. */
export interface GradientCheck {
  readonly y0: HostState;
  readonly parameters: HostState;
  /** Names of y0's leaves, then of the parameters. */
  readonly names: ReadonlyArray<ArgumentName>;
  readonly directions: number;
  readonly seed: number;
  /** Default: depends on the adjoint and the precision. */
  readonly gradientTolerance: number | undefined;
}

/** Default tolerance for inexact adjoints. */
const INEXACT = 1e-2;

/** Solves, replays and compares. Frees everything on errors. */
export async function compareGradients<A>(
  given: Problem<A>,
  adjoint: Adjoint,
  check: GradientCheck,
): Promise<GradientReport> {
  const { backend, dynamics } = given;
  const changed = dynamics.watchParameters();
  // A copy: replays start from the original y0 even if the caller's array changes.
  const y0 = upload(backend, check.y0, given.y0);
  const problem: Problem<A> = { ...given, y0 };
  let solved: ForwardPass<A> | undefined;
  try {
    const pass = await runAsync(adjoint.solve(problem, "repeatable"), backend);
    solved = pass;
    const outputs = await outputsOf(problem, pass);
    let replays = 0;
    const once = replayOf(problem, pass.steps, changed);
    const replay: Replay = async (moved) => {
      if (problem.signal?.aborted) throw aborted(pass);
      replays++;
      return once(moved);
    };
    const tolerance =
      check.gradientTolerance ?? (adjoint.exact ? Math.sqrt(unitRoundoff(backend)) : INEXACT);
    const comparisons = await compareAll(problem, pass, { ...check, outputs, replay, tolerance });
    const errors = comparisons
      .filter(({ verdict }) => verdict !== "unresolved")
      .map(({ relativeError }) => relativeError);
    return {
      adjoint: adjoint.name,
      comparisons,
      largestError: errors.reduce((a, b) => Math.max(a, b), 0),
      tolerance,
      steps: pass.steps.length,
      replays,
    };
  } finally {
    solved?.release();
    backend.release(y0);
  }
}

interface Replayable extends GradientCheck {
  readonly outputs: HostState;
  readonly replay: Replay;
  readonly tolerance: number;
}

async function compareAll<A>(
  problem: Problem<A>,
  pass: ForwardPass<A>,
  check: Replayable,
): Promise<ReadonlyArray<GradientComparison>> {
  const { backend, times, method } = problem;
  const { outputs, replay, tolerance, y0, directions } = check;
  const random = seededRandom(check.seed);
  const base = await replay({});
  requireRepeatable(await replay({}), base, unitRoundoff(backend));
  const movable = movableArguments(problem, check);
  const parameters = problem.dynamics.withParameters === undefined ? [] : check.parameters;
  const samples = await scatteredOutputs(backend, y0, parameters, replay, random);

  const steps = pass.steps.length;
  const products = steps * method.activeStages;
  const comparisons: Array<GradientComparison> = [];
  for (let direction = 0; direction < directions; direction++) {
    const functional = randomFunctional(backend, base, times.length, random);
    const { gradients, again } = await pullBackTwice(problem, pass, functional);
    const noise = Math.hypot(
      standardDeviationOf(functional, base, samples),
      // The solve may round differently from its replay if it records evaluations.
      standardDeviationOf(functional, base, [outputs]),
      minimumRounding(backend, functional, base, steps),
    );
    const settings = {
      ...{ backend, functional, outputs: base, noise, tolerance, steps, products, direction },
    };
    const all = [...gradients.y0, ...gradients.parameters];
    const others = [...again.y0, ...again.parameters];
    for (const [i, argument] of movable.entries()) {
      const claimed = {
        gradient: all[i] as Float64Array,
        again: others[i] as Float64Array,
        own: functional[i]?.slice(0, argument.values.length),
      };
      comparisons.push(await compareArgument(argument, claimed, settings, random));
    }
  }
  return comparisons;
}

function movableArguments<A>(
  { dynamics }: Problem<A>,
  { y0, parameters, names, replay }: Replayable,
): ReadonlyArray<PerturbableArgument> {
  const named = (i: number): ArgumentName => names[i] as ArgumentName;
  return [
    ...y0.map((values, leaf) => ({
      ...named(leaf),
      values,
      outputsAt: (moved: Float64Array) =>
        replay({ y0: y0.map((other, i) => (i === leaf ? moved : other)) }),
    })),
    ...parameters.map((values, i) => ({
      ...named(y0.length + i),
      values,
      outputsAt:
        dynamics.withParameters &&
        ((moved: Float64Array) => replay({ parameters: new Map([[i, moved]]) })),
    })),
  ];
}

/** The outputs on the host; releases those of the pass. */
async function outputsOf<A>({ backend }: Problem<A>, pass: ForwardPass<A>): Promise<HostState> {
  const { statistics, outputs } = pass;
  if (pass.outcome.kind !== "success") {
    for (const output of outputs) backend.release(output);
    throw new IntegrationError(pass.outcome, statistics);
  }
  const stacked = stackOutputs(backend, outputs);
  try {
    return await download(backend, stacked);
  } finally {
    backend.release(stacked);
  }
}

function aborted<A>({ outcome: { t, step }, statistics }: ForwardPass<A>): IntegrationError {
  return new IntegrationError(outcome("aborted", t, step), statistics);
}
