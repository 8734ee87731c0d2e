import {
  type Adjoint,
  type EventHandler,
  endedAsAsked,
  type ForwardPass,
  type GradientComparison,
  type GradientReport,
  IntegrationError,
  outcome,
  type Problem,
} from "@symplectic-adjoint/core";
import { runAsync } from "@symplectic-adjoint/solver";
import type { TimesName } from "../options/read-times.js";
import { eventArrays } from "../solve/event-arrays.js";
import { entriesOf, type OutputEntries, stackOutputs } from "../solve/output-entries.js";
import type { ArgumentName } from "./argument-name.js";
import { compareArgument, type PerturbableArgument } from "./compare-argument.js";
import { download, type HostState, upload } from "./host-state.js";
import { scaleOfTimes } from "./moved-grid.js";
import { pullBackTwice } from "./pull-back-twice.js";
import { randomFunctional, randomWeights } from "./random-functional.js";
import { seededRandom } from "./random-signs.js";
import { type Replay, replayOf } from "./replay-of.js";
import { requireRepeatable } from "./require-repeatable.js";
import {
  minimumRounding,
  scatteredOutputs,
  standardDeviationOf,
  unitRoundoff,
} from "./rounding-noise.js";
import { EventVanished, inScope } from "./take-steps.js";

/** Settings of the check. */
export interface GradientCheck {
  readonly y0: HostState;
  readonly parameters: HostState;
  /** The times whose gradients are checked. */
  readonly timed: ReadonlyArray<TimesName>;
  /** Events for the replays; undefined if there are none. */
  readonly events: EventHandler<unknown> | undefined;
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
  const problem: Problem<A> = { ...given, y0, keepsDense: false };
  let solved: ForwardPass<A> | undefined;
  try {
    const pass = await runAsync(adjoint.solve(problem, "repeatable"), backend);
    solved = pass;
    const { outputs, shapes } = await outputsOf(problem, pass);
    let replays = 0;
    const recorded = { ...pass, entries: pass.outputs.length };
    const events = check.events as EventHandler<A> | undefined;
    const once = replayOf(problem, { ...recorded, events }, changed);
    const replay: Replay = async (moved) => {
      if (problem.signal?.aborted) throw aborted(pass);
      replays++;
      return once(moved).catch((error: unknown) => {
        if (error instanceof EventVanished)
          return outputs.map((leaf) => leaf.map(() => Number.NaN));
        throw error;
      });
    };
    const tolerance =
      check.gradientTolerance ?? (adjoint.exact ? Math.sqrt(unitRoundoff(backend)) : INEXACT);
    const comparisons = await compareAll(problem, pass, {
      ...check,
      ...{ outputs, shapes, replay, tolerance },
      entries: entriesOf(pass),
    });
    const errors = comparisons
      .filter(({ verdict }) => verdict !== "unresolved")
      .map(({ relativeError }) => relativeError);
    return {
      adjoint: adjoint.name,
      precision: backend.precision,
      comparisons,
      largestError: errors.reduce((a, b) => Math.max(a, b), 0),
      tolerance,
      steps: pass.steps.length,
      replays,
    };
  } finally {
    solved?.release();
    problem.events?.release();
    check.events?.release();
    backend.release(y0);
  }
}

interface Replayable extends GradientCheck {
  readonly outputs: HostState;
  readonly shapes: ReadonlyArray<ReadonlyArray<number>>;
  readonly entries: OutputEntries;
  readonly replay: Replay;
  readonly tolerance: number;
}

async function compareAll<A>(
  problem: Problem<A>,
  pass: ForwardPass<A>,
  check: Replayable,
): Promise<ReadonlyArray<GradientComparison>> {
  const { backend, method } = problem;
  const { outputs, shapes, entries, replay, tolerance, y0, directions, timed } = check;
  const random = seededRandom(check.seed);
  const base = await replay({});
  requireRepeatable(await replay({}), base, unitRoundoff(backend));
  const movable = movableArguments(problem, check);
  const parameters = problem.dynamics.withParameters === undefined ? [] : check.parameters;
  const samples = await scatteredOutputs(backend, y0, parameters, replay, random);

  const steps = pass.steps.length;
  const products = steps * method.activeStages;
  const outputLeaves = outputs.length - (check.events === undefined ? 0 : y0.length + 1);
  const checked = { problem, pass, entries, shapes, outputLeaves, timed };
  const comparisons: Array<GradientComparison> = [];
  for (let direction = 0; direction < directions; direction++) {
    const functional = [
      ...randomFunctional(backend, base.slice(0, outputLeaves), entries.count, random),
      ...randomWeights(backend, base.slice(outputLeaves), random),
    ];
    const { gradients, again } = await pullBackTwice(checked, functional);
    const noise = Math.hypot(
      standardDeviationOf(functional, base, samples),
      // The solve may round differently from its replay if it records evaluations.
      standardDeviationOf(functional, base, [outputs]),
      minimumRounding(backend, functional, base, steps),
    );
    const settings = {
      ...{ backend, functional, outputs: base, noise, tolerance, steps, products, direction },
    };
    const all = [...gradients.y0, ...gradients.parameters, ...gradients.times];
    const others = [...again.y0, ...again.parameters, ...again.times];
    for (const [i, argument] of movable.entries()) {
      const claimed = {
        gradient: all[i] as Float64Array,
        again: others[i] as Float64Array,
        // Without `save`, the first row is y0 itself.
        own:
          i < y0.length && problem.save === undefined
            ? functional[i]?.slice(0, argument.values.length)
            : undefined,
      };
      comparisons.push(await compareArgument(argument, claimed, settings, random));
    }
  }
  return comparisons;
}

function movableArguments<A>(
  problem: Problem<A>,
  { y0, parameters, names, replay, timed }: Replayable,
): ReadonlyArray<PerturbableArgument> {
  const { dynamics } = problem;
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
    ...timed.map((name) => {
      const values = Float64Array.from(name === "t" ? problem.times : problem[name]);
      return {
        ...{ argument: name, name: undefined, values },
        scale: scaleOfTimes(problem as unknown as Problem<never>, values),
        outputsAt: (moved: Float64Array) => replay({ times: { [name]: moved } }),
      };
    }),
  ];
}

/** The outputs and events on the host, and the shapes of their arrays; releases the outputs of the pass. */
async function outputsOf<A>(
  { backend, events, y0 }: Problem<A>,
  pass: ForwardPass<A>,
): Promise<Pick<Replayable, "outputs" | "shapes">> {
  const { statistics, outputs } = pass;
  if (!endedAsAsked(pass.outcome)) {
    for (const output of outputs) backend.release(output);
    throw new IntegrationError(pass.outcome, statistics);
  }
  const owned = [...stackOutputs(backend, outputs, entriesOf(pass))];
  try {
    if (events !== undefined) {
      const arrays = inScope(backend, () => {
        const { times, states } = eventArrays(backend, events.found, y0);
        return [times, ...states];
      });
      owned.push(...arrays);
    }
    return {
      outputs: await download(backend, owned),
      shapes: owned.map((leaf) => backend.shape(leaf)),
    };
  } finally {
    backend.release(owned);
  }
}

function aborted<A>({ outcome: { t, step }, statistics }: ForwardPass<A>): IntegrationError {
  return new IntegrationError(outcome("aborted", t, step), statistics);
}
