import {
  type DynamicsBackend,
  type EventHandler,
  flattenTree,
  InvalidStateError,
  type Problem,
  type Structure,
  type Tree,
} from "@symplectic-adjoint/core";
import type { EventOptions } from "../events/event-options.js";
import type { MakeEvents } from "../events/make-events.js";
import { checkStepLimit } from "../options/check-step-limit.js";
import { checkTimes } from "../options/check-times.js";
import { checkTolerances } from "../options/check-tolerances.js";
import { checkController, chooseController } from "../options/choose-controller.js";
import { chooseMethod } from "../options/choose-method.js";
import { checkSpeculation, choosesSpeculation } from "../options/chooses-speculation.js";
import type { AsyncOptions, OdeOptions, SolveOptions } from "../options/options.js";
import { isAnyArray, type ReadTimes, type TimesArrays } from "../options/read-times.js";
import { functionRequests } from "./function-requests.js";
import { functionsOf } from "./functions-of.js";
import { type InitialState, snapshotInitialState } from "./initial-state.js";
import { observer } from "./tree-event.js";
import { userNorm } from "./user-norm.js";

const MAX_NUM_STEPS = 100_000;

/** A validated problem and the structure of its states. */
export interface Prepared<A> {
  readonly problem: Problem<A>;
  readonly structure: Structure;
  readonly origin: InitialState<A>;
  /** The times that were given as arrays. */
  readonly times: TimesArrays<A>;
  readonly saveStart: boolean | undefined;
  /** Makes another handler of the same events, for another integration; undefined without events. */
  readonly newEvents: (() => EventHandler<A>) | undefined;
}

/** Call information besides the options. */
export interface CallSite<A, F> {
  readonly backend: DynamicsBackend<A, F>;
  readonly differentiate: boolean;
  /** Whether the caller awaits the solution. */
  readonly awaits: boolean;
  /** undefined where there is no option `events`: a bundle then does without their code. */
  readonly makeEvents: MakeEvents | undefined;
}

/**
 * Validates all arguments and creates the problem. Nothing is computed before all arguments are valid, except one
 * evaluation of f if its parameters must be traced.
 */
export function prepare<A, F>(
  func: F,
  y0: Tree<A>,
  given: ReadTimes<A>,
  options: OdeOptions<A> & AsyncOptions & EventOptions<A> & Pick<SolveOptions<A, F>, "controller">,
  { backend, differentiate, awaits, makeEvents }: CallSite<A, F>,
): Prepared<A> {
  const at = timesFor(options, given, backend);
  const times = checkTimes(at.t);
  const { leaves: original, structure } = flattenTree(y0, backend.isArray);
  if (original.length === 0) {
    throw new InvalidStateError({
      argument: "y0",
      value: y0,
      problem: "contains no array",
      remedy: "Pass at least one, such as tf.tensor1d([1]).",
    });
  }
  // Copied, because the caller may write to the array after the call.
  const leaves = backend.copy?.(original) ?? original;
  const { norm, onStep, save, maxNumSteps = MAX_NUM_STEPS } = options;
  const method = chooseMethod(options.method);
  const speculates = choosesSpeculation(options, backend, awaits);
  const controller =
    options.controller === undefined
      ? chooseController(method, options, speculates)
      : checkController(options.controller, method, options);
  checkSpeculation(options, controller);
  const tolerances = checkTolerances(leaves.length, backend.precision, options.rtol, options.atol);
  const stepT = Array.from(at.stepT);
  const jumpT = Array.from(at.jumpT);
  const { interpolate: interpolates, maxStep } = options;
  checkStepLimit({ times, stepT, jumpT, controller, maxNumSteps, interpolates, method }, maxStep);
  const requests = functionRequests(options);
  const dynamics = backend.dynamics(func, {
    t0: times[0] as number,
    y0: leaves,
    structure,
    parameters: options.parameters,
    differentiate,
    time: options.time,
    functions: requests,
  });
  method.reserve?.(dynamics);
  const functions = functionsOf(dynamics, requests, backend.name);
  const newEvents =
    options.events && makeEvents
      ? () => {
          const ofEvents = functions.slice(save === undefined ? 0 : 1);
          return makeEvents(options, backend, ofEvents, differentiate);
        }
      : undefined;
  return {
    problem: {
      backend,
      dynamics,
      y0: leaves,
      times,
      method,
      controller,
      tolerances,
      norm: norm && userNorm(norm, backend, structure),
      stepT,
      jumpT,
      maxNumSteps,
      readsScalars: awaits || backend.readsSynchronously,
      speculates,
      onStep: onStep && observer<A>(onStep, structure, backend),
      signal: options.signal,
      interpolates,
      savesSteps: options.saveSteps,
      save: save && functions[0],
      keepsDense: options.dense,
      differentiatesTimes: differentiate && isAnyArray(given.arrays),
      events: newEvents?.(),
    },
    newEvents,
    structure,
    origin: snapshotInitialState(original, backend),
    times: given.arrays,
    saveStart: options.saveStart,
  };
}

/**
 * The times as numbers. An f with discontinuities that gets the time in single precision compares it with theirs: all times
 * are then rounded in the same way, so that steps end where f jumps.
 */
function timesFor<A>(
  { time }: OdeOptions<A>,
  { t, stepT, jumpT }: ReadTimes<A>,
  { precision }: Pick<DynamicsBackend<A, never>, "precision">,
): Omit<ReadTimes<A>, "arrays"> {
  if (time !== "tensor" || precision === "float64" || jumpT.length === 0)
    return { t, stepT, jumpT };
  const rounded = (times: ArrayLike<number>) => Array.from(times, Math.fround);
  return { t: rounded(t), stepT: rounded(stepT), jumpT: rounded(jumpT) };
}
