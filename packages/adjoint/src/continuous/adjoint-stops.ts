import type { FoundEvent, Problem, Step } from "@symplectic-adjoint/core";

/** A time at which the backward integration of the continuous adjoint stops, to add to λ. */
export type AdjointStop =
  /** An output: its place in the list of all output states, and its index among the problem's times, if it has one. */
  | {
      readonly kind: "output";
      readonly t: number;
      readonly place: number;
      readonly time: number | undefined;
    }
  /** An event, by its index among those that were found; `outputs` are places of output states that are the state there. */
  | {
      readonly kind: "event";
      readonly t: number;
      readonly index: number;
      readonly outputs: ReadonlyArray<number>;
      readonly continues: boolean;
    }
  /** A jump time, by its index. */
  | { readonly kind: "jump"; readonly t: number; readonly index: number };

/** What the stops follow from. */
export interface StopSource {
  readonly problem: Pick<Problem<unknown>, "times" | "jumpT">;
  readonly steps: ReadonlyArray<Step>;
  /** The times of all output states. */
  readonly outputTimes: ReadonlyArray<number>;
  /** The entry, and so the index in steps, of each output state. */
  readonly entries: ReadonlyArray<number>;
  readonly found: ReadonlyArray<Pick<FoundEvent<unknown>, "step" | "t">>;
  readonly wantsJumps: boolean;
}

/** All stops in the order of integration; at the same time outputs come first, then events, then jumps. */
export function adjointStops({
  problem,
  steps,
  outputTimes,
  entries,
  found,
  wantsJumps,
}: StopSource): ReadonlyArray<AdjointStop> {
  const { times, jumpT } = problem;
  const first = times[0] as number;
  const last = outputTimes[outputTimes.length - 1] as number;
  const direction = last < first ? -1 : 1;
  const stops: Array<AdjointStop> = [];
  const atEvents = new Map<number, Array<number>>();
  found.forEach((event, index) => {
    const { cut } = steps.at(event.step) as Step;
    const outputs: Array<number> = [];
    if (cut?.found === index) for (const entry of cut.outputs) atEvents.set(entry, outputs);
    const continues = cut?.found === index && !cut.ends;
    stops.push({ kind: "event", t: event.t, index, outputs, continues });
  });
  let next = 0;
  outputTimes.forEach((t, place) => {
    const ofEvent = atEvents.get(entries[place] as number);
    if (ofEvent !== undefined) {
      ofEvent.push(place);
      return;
    }
    const isListed = times[next] === t;
    stops.push({ kind: "output", t, place, time: isListed ? next : undefined });
    if (isListed) next++;
  });
  if (wantsJumps)
    jumpT.forEach((t, index) => {
      if ((t - first) * direction > 0 && (last - t) * direction > 0)
        stops.push({ kind: "jump", t, index });
    });
  const rank = { output: 0, event: 1, jump: 2 };
  return stops.sort((a, b) => (a.t - b.t) * direction || rank[a.kind] - rank[b.kind]);
}
