import { OdeError } from "@symplectic-adjoint/core";

/** A leak, or a release of foreign arrays. */
export class LeakError extends OdeError {
  constructor(before: number, after: number) {
    const more = after - before;
    super("LeakError", "LEAK", {
      argument: "body",
      value: more,
      problem: more > 0 ? "left arrays behind" : "freed arrays that were there before it",
      remedy: `There were ${before} before it and ${after} after it: release what it makes, and only that.`,
    });
  }
}
