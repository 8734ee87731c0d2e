import {
  endedAsAsked,
  type ForwardPass,
  flattenTree,
  IntegrationError,
  InvalidArgumentError,
  type PullbackRequest,
  type Reading,
  type State,
  type Structure,
  type Tree,
} from "@symplectic-adjoint/core";
import { runAsync, runSync } from "@symplectic-adjoint/solver";
import { type TimesArrays, timesNames } from "../options/read-times.js";
import { requireLike } from "./check-like.js";
import { checkPullbackOptions } from "./check-pullback-options.js";
import { type SolutionEvaluator, solutionEvaluator } from "./evaluate-solution.js";
import { type EventArrays, eventCotangents } from "./event-arrays.js";
import { joinSolution, lent, requestOf } from "./join-solution.js";
import { unstackCotangents } from "./output-entries.js";
import type { Prepared } from "./prepare.js";
import { refuseDerivative } from "./refuse-derivative.js";
import { releaseDense } from "./release-pass.js";
import { requireTimes } from "./require-times.js";
import { joinAndRelease, timesGradients } from "./scalars.js";
import type { PullbackOptions, Solution, SolutionGradients } from "./solution.js";
import { arraysOf, type SolutionArrays, timesOf } from "./solution-arrays.js";
import {
  disposedError,
  noEventsError,
  noTimesError,
  tapeIsRecordingError,
  valueOnlyError,
} from "./solution-errors.js";
import { userTree } from "./user-tree.js";

/** A solution, and what a tape needs of it. */
export interface MadeSolution<A, Y> {
  readonly solution: Solution<A, Y>;
  readonly outputs: SolutionArrays<A>;
}

/**
 * Wraps a finished forward pass; takes ownership of its outputs.
 *
 * @param differentiate Whether the pass has a pullback.
 */
export function makeSolution<A, Y = Tree<A>>(
  { problem, structure, origin, times: arrays, saveStart }: Prepared<A>,
  pass: ForwardPass<A>,
  differentiate: boolean,
): MadeSolution<A, Y> {
  const { backend, y0, dynamics } = problem;
  const { outcome, statistics, dense = [] } = pass;
  const outputs = arraysOf(problem, pass, saveStart);
  const { ys, entries, events } = outputs;
  const shapes = ys.map((leaf) => backend.shape(leaf));
  const saved = problem.save?.structure ?? structure;
  const wrt = dynamics.parameters.map((_, i) => i);
  const timed = timesNames.filter((name) => arrays[name] !== undefined);
  const stateTree = (leaves: State<A>) => userTree(backend, structure, leaves);
  const shown = (leaves: State<A>): State<A> => backend.present?.(leaves) ?? leaves;
  const leavesOf = (value: Tree<A>): State<A> => flattenTree(value, backend.isArray).leaves;

  let disposed = false;
  /** Not all backends detect disposed inputs. */
  function checkAlive(argument: string): void {
    if (disposed) throw disposedError(argument);
  }
  function checkDifferentiable(argument: string): void {
    checkAlive(argument);
    if (!endedAsAsked(outcome)) throw new IntegrationError(outcome, statistics);
    if (!differentiate) throw valueOnlyError(argument);
  }

  let madeEvaluator: SolutionEvaluator<A> | undefined;
  const evaluator = (): SolutionEvaluator<A> => {
    madeEvaluator ??= solutionEvaluator({
      ...{ problem, pass, arrays, structure, checkAlive },
      canDifferentiate: differentiate && endedAsAsked(outcome),
    });
    return madeEvaluator;
  };

  /** What the strategy is asked for, created in the open scope. */
  function requestFor(options: PullbackOptions<A, Tree<A>>): PullbackRequest<A> {
    const { times, dense: points, events: given } = options;
    if (times === true && timed.length === 0) throw noTimesError();
    return {
      times: times === true ? requestOf(timed) : undefined,
      points: points && evaluator().points(points, times === true),
      events: given && cotangentsOfEvents(given),
    };
  }

  function cotangentsOfEvents(
    given: NonNullable<PullbackOptions<A, Tree<A>>["events"]>,
  ): PullbackRequest<A>["events"] {
    if (events === undefined) throw noEventsError();
    const like = <T>(value: Tree<A> | undefined, leaves: State<A>, shape: Structure, none: T) =>
      value === undefined ? none : requireLike(backend, value, leaves, shape, "events");
    const [time] = like(given.times, [events.times], { kind: "leaf" }, [undefined]);
    const states = like(
      given.states,
      events.states,
      structure,
      y0.map(() => undefined),
    );
    return eventCotangents(backend, [time, ...states], events, y0);
  }

  function* pull(
    cotangents: Tree<A> | undefined,
    options: PullbackOptions<A, Tree<A>>,
  ): Reading<SolutionGradients<A, Tree<A>>, A> {
    checkDifferentiable("pullback");
    checkPullbackOptions(options);
    let rows: ReadonlyArray<State<A> | undefined> = [];
    let request: PullbackRequest<A> = {};
    const created = (): Array<State<A>> => [
      ...rows.filter((row) => row !== undefined),
      ...(request.points ?? []).map(({ cotangent }) => cotangent),
      ...(request.events ?? []).flatMap((event) => [
        event?.state ?? [],
        event?.time === undefined || typeof event.time === "number" ? [] : [event.time],
      ]),
    ];
    backend.openScope();
    try {
      // Left out only where something else depends on the solution.
      const isZero = cotangents === undefined && (options.dense ?? options.events) !== undefined;
      const leaves = isZero
        ? ys.map(() => undefined)
        : requireLike(backend, cotangents as Tree<A>, ys, saved, "cotangents");
      request = requestFor(options);
      rows = unstackCotangents(backend, leaves, shapes, entries);
    } finally {
      backend.closeScope(created());
    }
    try {
      const gradients = yield* pass.pullback(rows, wrt, request);
      const found = { y0: stateTree(gradients.y0), parameters: shown(gradients.parameters) };
      if (options.times !== true) return found;
      const joined = timed.map((name) => {
        return [name, ...shown([joinAndRelease(backend, timesGradients(gradients, name))])];
      });
      return { ...found, ...Object.fromEntries(joined) };
    } finally {
      for (const state of created()) backend.release(state);
    }
  }

  /** Copies of the outputs, and of the events if they are given, recorded on the active tape. */
  function recorded(
    name: string,
    start: Tree<A>,
    given: TimesArrays<A> = {},
    found?: EventArrays<A>,
  ): Pick<SolutionArrays<A>, "ys" | "events"> {
    checkDifferentiable(name);
    const leaves = requireLike(backend, start, y0, structure, "y0");
    origin.requireUnchanged(leaves);
    const { tape } = backend;
    if (tape === undefined) {
      throw new InvalidArgumentError({
        argument: name,
        problem: `is unavailable: the backend ${backend.name} has no tape`,
        remedy: "Call pullback with the cotangents of ys.",
      });
    }
    const onTape = requireTimes(given, arrays, backend);
    const all = found === undefined ? ys : [...ys, found.times, ...found.states];
    const copy = tape.suspended(() => backend.linearCombination(undefined, 1, [1], [all]));
    const [times, ...states] = copy.slice(ys.length);
    const copies = {
      ys: copy.slice(0, ys.length),
      events: found && { ...found, times: times as A, states },
    };
    if (tape.isRecording()) {
      joinSolution(problem, tape, lent(pass), {
        inputs: [...leaves, ...dynamics.parameters],
        ...{ ...copies, entries, times: onTape },
      });
    }
    return copies;
  }

  const solution = {
    t: timesOf(problem, pass, entries),
    ys: userTree(backend, saved, ys),
    stats: statistics,
    outcome,
    parameters: dynamics.parameters,
    events: events && {
      which: (problem.events?.found ?? []).map(({ event }) => event),
      t: (problem.events?.found ?? []).map(({ t }) => t),
      times: shown([events.times])[0] as A,
      states: stateTree(events.states),
    },
    evaluate: (t: number | ArrayLike<number> | A) => evaluator().evaluate(t, "state"),
    derivative: (t: number | ArrayLike<number> | A) => evaluator().evaluate(t, "derivative"),
    pullback: (cotangents: Tree<A> | undefined, options: PullbackOptions<A, Tree<A>> = {}) => {
      const run = () => runSync(pull(cotangents, options), backend);
      const { tape } = backend;
      if (tape === undefined) return run();
      const gradients = tape.suspended(run);
      if (tape.isRecording()) {
        const given = cotangents === undefined ? [] : leavesOf(cotangents);
        const found = [...leavesOf(gradients.y0), ...gradients.parameters];
        for (const name of timesNames)
          if (gradients[name] !== undefined) found.push(gradients[name]);
        refuseDerivative(tape, [...given, ...dynamics.parameters], found);
      }
      return gradients;
    },
    pullbackAsync: async (
      cotangents: Tree<A> | undefined,
      options: PullbackOptions<A, Tree<A>> = {},
    ) => {
      if (backend.tape?.isRecording()) throw tapeIsRecordingError();
      return runAsync(pull(cotangents, options), backend);
    },
    differentiable: (start: Tree<A>, given?: TimesArrays<A>) =>
      userTree(backend, saved, recorded("differentiable", start, given).ys),
    differentiableWithEvents(start: Tree<A>, given?: TimesArrays<A>) {
      if (events === undefined) throw noEventsError("differentiableWithEvents");
      const copy = recorded("differentiableWithEvents", start, given, events);
      const { times, states } = copy.events as EventArrays<A>;
      return {
        ys: userTree(backend, saved, copy.ys),
        times: shown([times])[0] as A,
        states: stateTree(states),
      };
    },
    dispose() {
      disposed = true;
      backend.release(ys);
      if (events !== undefined) backend.release([events.times, ...events.states]);
      releaseDense(dense, backend);
      madeEvaluator?.release();
      pass.release();
    },
  };
  // Only the caller knows the type of y0.
  return { solution: Object.freeze(solution) as unknown as Solution<A, Y>, outputs };
}
