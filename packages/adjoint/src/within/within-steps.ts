import type { PullbackRequest, State, Step, StepLoad, TimeSink } from "@symplectic-adjoint/core";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { countInitial, outputPlaces } from "../times/output-places.js";
import { type TimeLedger, timeLedger } from "../times/time-ledger.js";
import { loadBuilder } from "./load-builder.js";
import { type EventsOfSteps, eventsOfSteps, pullEvents } from "./pull-events.js";
import { isWithin, pullOutputs } from "./pull-outputs.js";
import { type PointsOfSteps, pointsOfSteps, pullPoints } from "./pull-points.js";
import { pullSaved } from "./pull-saved.js";
import type { NeededValues, StepValues } from "./step-values.js";
import type { PullContext, StepWork } from "./step-work.js";

/** Cotangents of one step. */
export interface StepPull<A> {
  /** Those of the state at its end, besides λ⁺. */
  readonly end: ReadonlyArray<State<A>>;
  /** Those of what lies within it; undefined is zero. */
  readonly load: StepLoad<A> | undefined;
  /** Frees them, but for those that the caller of the pullback owns. */
  release(): void;
}

/**
 * What a backward pass pulls back besides states at the ends of steps: outputs and points within steps, what is saved of
 * outputs, events, and the ends of the steps as functions of the user's times.
 */
export interface WithinSteps<A> {
  readonly ledger: TimeLedger<A>;
  /** Whether a step has a cotangent besides λ⁺, or an event that the integration continued from. */
  concerns(n: number): boolean;
  /** Whether some of them belong to what lies within it. */
  loads(n: number): boolean;
  /** The values of the step that `pull` needs. */
  needs(n: number): NeededValues;
  /** Receives how the loss changes with the ends of the step; undefined if nobody needs to know. */
  timeSinkOf(n: number): TimeSink<A> | undefined;
  /**
   * The cotangents of a step. Adds those of parameters and times to the sink and the ledger.
   *
   * @param next If the step was cut: the cotangent of the state from which the integration continued.
   */
  pull(n: number, values: StepValues<A> | undefined, next: State<A> | undefined): StepPull<A>;
  /** Adds the cotangents of the outputs at the initial time to λ. */
  pullInitial(): void;
}

/** What lies within the steps of a problem; undefined if there cannot be anything but states at their ends. */
export function withinSteps<A>(
  context: Omit<ReverseContext<A>, "within">,
  request: PullbackRequest<A> = {},
  outputTimes?: ReadonlyArray<number> | undefined,
): WithinSteps<A> | undefined {
  const { problem, steps, cotangents, sink } = context;
  const { backend, method, times, interpolates, save, events } = problem;
  const { times: requested, points = [] } = request;
  const wantsTimes = requested !== undefined && Object.values(requested).includes(true);
  const isPlain =
    !(interpolates || save || events || wantsTimes) &&
    points.length === 0 &&
    times[1] !== times[0];
  if (isPlain) return undefined;

  const ledger = timeLedger(problem, steps, requested);
  const pullContext: PullContext<A> = {
    ...context,
    ledger,
    places: outputPlaces(times, steps),
    outputTimes: outputTimes ?? times,
  };
  const eventsOf: EventsOfSteps<A> = eventsOfSteps(context, request);
  const pointsOf: PointsOfSteps<A> = pointsOfSteps(points);

  const hasOutput = (n: number, within: boolean) => {
    const { outputs, cut } = steps.at(n) as Step;
    return outputs.some(
      (output) =>
        cotangents[output.index] !== undefined &&
        isWithin(output) === within &&
        !cut?.outputs.includes(output.index),
    );
  };
  const loads = (n: number) =>
    hasOutput(n, true) || pointsOf(n).length > 0 || eventsOf(n).length > 0;

  return {
    ledger,
    loads,
    concerns: (n) => loads(n) || hasOutput(n, false),
    needs(n) {
      const isSaved = save !== undefined;
      const moves = ledger.sinkOf(n) !== undefined;
      if (hasOutput(n, true) && (isSaved || moves || ledger.wantsOutputs)) return "slopes";
      if (pointsOf(n).length > 0 && moves) return "slopes";
      return isSaved && hasOutput(n, false) ? "end" : "nothing";
    },
    timeSinkOf: (n) => ledger.sinkOf(n),
    pull(n, values, next) {
      const made: Array<State<A>> = [];
      backend.openScope();
      let finished = false;
      try {
        const work: StepWork<A> = {
          n,
          step: steps.at(n) as Step,
          values,
          timeSink: ledger.sinkOf(n),
          builder: loadBuilder(backend, method.interpolation?.slopes ?? 0),
          end: [],
          made,
        };
        pullEvents(pullContext, work, eventsOf(n), next);
        pullOutputs(pullContext, work);
        pullPoints(pullContext, work, pointsOf(n));
        const load = work.builder.isEmpty ? undefined : work.builder.finish();
        for (const state of [load?.start, ...(load?.slopes ?? [])])
          if (state !== undefined) made.push(state);
        finished = true;
        return { end: work.end, load, release: () => made.forEach(backend.release) };
      } finally {
        backend.closeScope([...sink.survivors(), ...(finished ? made : [])]);
      }
    },
    pullInitial() {
      const initial = Math.min(countInitial(times), cotangents.length);
      for (let i = 0; i < initial; i++) {
        const cotangent = cotangents[i];
        if (cotangent === undefined) continue;
        if (save === undefined) sink.addOutput(cotangent);
        else pullInitialSaved(pullContext, cotangent);
      }
    },
  };
}

/** The cotangent of what is saved of the initial state. */
function pullInitialSaved<A>(context: PullContext<A>, cotangent: State<A>): void {
  const { problem, sink, ledger } = context;
  const { backend, times, y0 } = problem;
  backend.openScope();
  try {
    const wantsTime = ledger.movesInitial;
    const { y, t } = pullSaved(context, times[0] as number, y0, cotangent, wantsTime);
    sink.addOutput(y);
    ledger.addInitial(t);
  } finally {
    backend.closeScope(sink.survivors());
  }
}
