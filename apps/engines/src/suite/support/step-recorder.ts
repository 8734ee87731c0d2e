import type { StepEvent } from "symplectic-adjoint";

/** Records the steps of a solver. */
export interface StepRecorder {
  onStep(event: StepEvent): void;
  /** The times of the accepted steps, to repeat them: `end` is the end of the last one. */
  gridTo(end: number): Array<number>;
  readonly rejected: number;
}

/** Creates an empty recorder. */
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
