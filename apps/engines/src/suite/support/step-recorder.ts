import type { StepEvent } from "symplectic-adjoint";

/** Listens to a solver's steps. */
export interface StepRecorder {
  onStep(event: StepEvent): void;
  /** The times of the accepted steps, to take the same ones again: `end` is where the last one ended. */
  gridTo(end: number): Array<number>;
  readonly rejected: number;
}

/** A recorder that has heard of nothing yet. */
export function stepRecorder(): StepRecorder {
  const starts: Array<number> = [];
  let rejected = 0;
  return {
    onStep: ({ t, accepted }) => {
      if (accepted) starts.push(t);
      else rejected++;
    },
    gridTo: (end) => [...starts, end],
    get rejected() {
      return rejected;
    },
  };
}
