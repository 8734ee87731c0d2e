import type { Problem, State, Step } from "@symplectic-adjoint/core";
import type { StepObserver, StepStart } from "@symplectic-adjoint/solver";
import type { TapedStep } from "./sweep-steps.js";
import type { Tape, TapedState } from "./tape.js";

/** Where the steps of an integration are on the tape that records them. */
export interface TapedSteps<A> {
  readonly observer: StepObserver<TapedState<A>, A>;
  /** A step that has an output, or something within it, or follows a cut. */
  at(n: number): TapedStep<A>;
  /** Frees the states that were kept. */
  release(): void;
}

/**
 * Follows an integration that is recorded on a tape.
 *
 * @param keepsTimes Whether the tape is kept for gradients for times.
 */
export function tapedSteps<A>(
  { backend, save }: Problem<A>,
  tape: Tape<A>,
  keepsTimes: boolean,
): TapedSteps<A> {
  const places = new Map<number, Omit<TapedStep<A>, "values">>();
  /** The states at the ends of the steps whose outputs are saved, or may be read at times of their own. */
  const ends = new Map<number, { readonly start: State<A>; readonly next: State<A> }>();
  let isAfterCut = false;
  return {
    observer: {
      accepted(n, step, before, after, _, slopes) {
        const attempt = tape.nodes[after.y.id]?.attempt;
        if (attempt !== undefined) attempt.step ??= n;
        const isSaved = save !== undefined && step.outputs.length > 0;
        if (step.outputs.length > 0 || slopes !== undefined || isAfterCut)
          places.set(n, placesOf(step, before, after, slopes));
        isAfterCut = step.cut !== undefined;
        if (isSaved || keepsTimes)
          for (const slope of slopes ?? []) if (slope !== undefined) tape.keep(slope);
        if (isSaved || (keepsTimes && step.outputs.length > 0)) keepEnds(n, before, after);
      },
    },
    at(n) {
      const place = places.get(n) as Omit<TapedStep<A>, "values">;
      const kept = ends.get(n);
      const slopes = place.slopes?.map((id) =>
        id === undefined ? undefined : tape.nodes[id]?.value,
      );
      // What is not kept is not needed.
      const start = kept?.start as State<A>;
      return { ...place, values: { start, next: kept?.next, slopes } };
    },
    release() {
      for (const { start, next } of ends.values()) backend.release([...start, ...next]);
      ends.clear();
    },
  };

  function keepEnds(
    n: number,
    before: StepStart<TapedState<A>>,
    after: StepStart<TapedState<A>>,
  ): void {
    const start = backend.retain(before.y.state);
    let next: State<A> = [];
    try {
      next = backend.retain(after.y.state);
    } finally {
      ends.set(n, { start, next });
    }
  }
}

function placesOf<A>(
  { cut }: Step,
  before: StepStart<TapedState<A>>,
  after: StepStart<TapedState<A>>,
  slopes: ReadonlyArray<TapedState<A> | undefined> | undefined,
): Omit<TapedStep<A>, "values"> {
  return {
    start: before.y.id,
    end: cut === undefined ? after.y.id : undefined,
    slopes: slopes?.map((slope) => slope?.id),
  };
}
