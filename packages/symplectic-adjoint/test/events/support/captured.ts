import type { Adjoint, FoundEvent, Step } from "@symplectic-adjoint/core";

/** What the forward pass recorded. */
export interface Capture {
  readonly adjoint: Adjoint;
  readonly steps: ReadonlyArray<Step>;
  readonly found: ReadonlyArray<FoundEvent<unknown>>;
}

/** A gradient strategy that also remembers the steps and events of its last forward pass. */
export function capture(inner: Adjoint): Capture {
  let steps: ReadonlyArray<Step> = [];
  let found: ReadonlyArray<FoundEvent<unknown>> = [];
  const adjoint: Adjoint = {
    ...inner,
    *solve(problem, mode) {
      const pass = yield* inner.solve(problem, mode);
      steps = pass.steps;
      found = [...(problem.events?.found ?? [])];
      return pass;
    },
  };
  return {
    adjoint,
    get steps() {
      return steps;
    },
    get found() {
      return found;
    },
  };
}
