import {
  type Interpolation,
  InvalidArgumentError,
  type PullbackRequest,
  type State,
  type Step,
} from "@symplectic-adjoint/core";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { countInitial, outputPlaces, reaches } from "../times/output-places.js";
import { timeLedger } from "../times/time-ledger.js";
import { loadBuilder } from "./load-builder.js";
import { type EventsOfSteps, eventsOfSteps, pullEvents } from "./pull-events.js";
import { isReadAtEnd, isWithin, pullOutputs, rateAt } from "./pull-outputs.js";
import { type PointsOfSteps, pointsOfSteps, pullPoints } from "./pull-points.js";
import { pullSaved } from "./pull-saved.js";
import type { PullContext, StepWork } from "./step-work.js";
import type { WithinSteps } from "./within-port.js";

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
  const isPlain = !(interpolates || save || events || wantsTimes) && points.length === 0;
  if (isPlain && times[1] !== times[0]) return undefined;

  const ledger = timeLedger(problem, steps, requested);
  const places = outputPlaces(times, steps);
  const pullContext: PullContext<A> = {
    ...context,
    ledger,
    places,
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
  /** Whether an output at the end of the step does not move with it. */
  const readsEnd = (n: number) => {
    const step = steps.at(n) as Step;
    if (!(ledger.wantsOutputs || ledger.movesEnd(n))) return false;
    const first = places.firstOf(n);
    for (let i = first; reaches(step, times[i]); i++)
      if (times[i] === step.end && isReadAtEnd(ledger, n, i)) return true;
    return false;
  };
  const loads = (n: number) =>
    hasOutput(n, true) || pointsOf(n).length > 0 || eventsOf(n).length > 0;

  const pulled = new Set<number>();
  return {
    ledger,
    loads,
    concerns: (n) => loads(n) || hasOutput(n, false),
    needs(n) {
      const isSaved = save !== undefined;
      const moves = ledger.sinkOf(n) !== undefined;
      if (hasOutput(n, true) && (isSaved || moves || ledger.wantsOutputs)) return "slopes";
      if (pointsOf(n).length > 0 && moves) return "slopes";
      if (!hasOutput(n, false) || !(isSaved || readsEnd(n))) return "nothing";
      return steps.at(n)?.cut === undefined ? "end" : "slopes";
    },
    timeSinkOf: (n) => ledger.sinkOf(n),
    pull(n, values, next) {
      pulled.add(n);
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
        if (work.step.cut !== undefined) loadEnd(pullContext, work);
        const load = work.builder.isEmpty ? undefined : work.builder.finish();
        for (const state of [load?.start, ...(load?.slopes ?? [])])
          if (state !== undefined) made.push(state);
        finished = true;
        return {
          end: work.end,
          load,
          owns: (state) => made.includes(state),
          release() {
            for (const state of made) backend.release(state);
          },
        };
      } finally {
        backend.closeScope([...sink.survivors(), ...(finished ? made : [])]);
      }
    },
    requireComplete() {
      for (let n = 0; n < steps.length; n++)
        if (!pulled.has(n) && (loads(n) || (save !== undefined && hasOutput(n, false))))
          throw ignored(n);
    },
    pullInitial() {
      const initial = Math.min(countInitial(times), cotangents.length);
      for (let i = 0; i < initial; i++) {
        const cotangent = cotangents[i];
        if (cotangent === undefined) continue;
        if (save === undefined && (i === 0 || !ledger.wantsOutputs)) sink.addOutput(cotangent);
        else pullInitialOutput(pullContext, i, cotangent);
      }
    },
  };
}

/** The end of a step that was cut is left behind: what lies there is like anything else within the step. */
function loadEnd<A>({ problem: { method } }: PullContext<A>, { builder, end }: StepWork<A>): void {
  const weights = (method.interpolation as Interpolation).weights(1);
  for (const cotangent of end.splice(0)) builder.add({ base: 1, weights, cotangent });
}

/** The cotangent of an output at the initial time. All but the first are read there at times of their own: see `pullEnd`. */
function pullInitialOutput<A>(context: PullContext<A>, index: number, cotangent: State<A>): void {
  const { problem, steps, sink, ledger } = context;
  const { backend, times, save, y0 } = problem;
  const t0 = times[0] as number;
  backend.openScope();
  try {
    const { y, t } =
      save === undefined
        ? { y: cotangent, t: 0 }
        : pullSaved(context, t0, y0, cotangent, ledger.wantsOutputs);
    sink.addOutput(y);
    if (!ledger.wantsOutputs) return;
    ledger.addOutput(index, t);
    if (index === 0) return;
    const rate = rateAt(context, steps.at(0)?.firstStageTime ?? t0, y0, y);
    ledger.addOutput(index, rate);
    ledger.addOutput(0, rate, -1);
  } finally {
    backend.closeScope(sink.survivors());
  }
}

function ignored(n: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "reverse",
    problem: `has ignored what lies within step ${n}: context.within`,
    remedy: "End in reverseSymplectically or reverseOnTape, which pull it back, or use a window.",
  });
}
