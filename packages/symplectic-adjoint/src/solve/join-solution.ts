import type { ForwardPass, Problem, State, UserTape } from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import { type TimesArrays, timesNames } from "../options/read-times.js";
import { type EventArrays, eventCotangents } from "./event-arrays.js";
import { type OutputEntries, unstackCotangents } from "./output-entries.js";
import { joinScalars, timesGradients } from "./scalars.js";

/** What an entry of the tape connects. */
export interface SolutionEntry<A> {
  /** The leaves of y0, then the parameters. */
  readonly inputs: State<A>;
  /** The stacked outputs. */
  readonly ys: State<A>;
  readonly entries: OutputEntries;
  /** The times that are arrays on the tape. */
  readonly times: TimesArrays<A>;
  /** The events' times and states, if there are any. */
  readonly events?: EventArrays<A> | undefined;
}

/** The part of a pass that a tape needs. */
export type Pullback<A> = Pick<ForwardPass<A>, "pullback" | "release">;

/** Records a solution on the tape, as a function of y0, the parameters and the times. */
export function joinSolution<A>(
  { backend, y0 }: Problem<A>,
  tape: UserTape<A>,
  pass: Pullback<A>,
  { inputs, ys, entries, times, events }: SolutionEntry<A>,
): void {
  const shapes = ys.map((leaf) => backend.shape(leaf));
  const timed = timesNames.filter((name) => times[name] !== undefined);
  tape.join({
    name: "OdeSolution",
    inputs: [...inputs, ...timed.map((name) => times[name] as A)],
    outputs: events === undefined ? ys : [...ys, events.times, ...events.states],
    pullback(cotangents, wanted) {
      const wrt = inputs
        .map((_, i) => i - y0.length)
        .filter((i) => i >= 0 && wanted[i + y0.length]);
      backend.openScope();
      let gradients: Array<A | undefined> = [];
      try {
        const wants = timed.filter((_, i) => wanted[inputs.length + i]);
        const result = runSync(
          pass.pullback(
            unstackCotangents(backend, cotangents.slice(0, ys.length), shapes, entries),
            wrt,
            {
              times: wants.length === 0 ? undefined : requestOf(wants),
              events: events && eventCotangents(backend, cotangents.slice(ys.length), events, y0),
            },
          ),
          backend,
        );
        gradients = [...result.y0];
        wrt.forEach((index, i) => {
          gradients[y0.length + index] = result.parameters[i] as A;
        });
        timed.forEach((name, i) => {
          if (!wanted[inputs.length + i]) return;
          gradients[inputs.length + i] = joinScalars(backend, timesGradients(result, name));
        });
        return gradients;
      } catch (error) {
        // If the backward pass fails, TensorFlow.js never disposes of its tape, so release the pass here.
        pass.release();
        throw error;
      } finally {
        backend.closeScope([gradients.filter((gradient) => gradient !== undefined)]);
      }
    },
    release: () => pass.release(),
  });
}

/** The pullback of a pass owned elsewhere. */
export function lent<A>(pass: ForwardPass<A>): Pullback<A> {
  return {
    pullback: (cotangents, wrt, request) => pass.pullback(cotangents, wrt, request),
    release: () => {},
  };
}

/** The gradients for these times, as a strategy is asked for them. */
export function requestOf(names: ReadonlyArray<(typeof timesNames)[number]>): {
  readonly times: boolean;
  readonly stepT: boolean;
  readonly jumpT: boolean;
} {
  const wants = (name: (typeof timesNames)[number]) => names.includes(name);
  return { times: wants("t"), stepT: wants("stepT"), jumpT: wants("jumpT") };
}
