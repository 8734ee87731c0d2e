import type { Interpolation, PullbackRequest, State, Step } from "@symplectic-adjoint/core";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { countInitial, outputPlaces } from "../times/output-places.js";
import { timeLedger } from "../times/time-ledger.js";
import { loadBuilder } from "./load-builder.js";
import { type EventsOfSteps, eventsOfSteps, pullEvents } from "./pull-events.js";
import { isWithin, pullOutputs } from "./pull-outputs.js";
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
  const isPlain =
    !(interpolates || save || events || wantsTimes) && points.length === 0 && times[1] !== times[0];
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
      if (!isSaved || !hasOutput(n, false)) return "nothing";
      return steps.at(n)?.cut === undefined ? "end" : "slopes";
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

/** The end of a step that was cut is left behind: what lies there is like anything else within the step. */
function loadEnd<A>({ problem: { method } }: PullContext<A>, { builder, end }: StepWork<A>): void {
  const weights = (method.interpolation as Interpolation).weights(1);
  for (const cotangent of end.splice(0)) builder.add({ base: 1, weights, cotangent });
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
