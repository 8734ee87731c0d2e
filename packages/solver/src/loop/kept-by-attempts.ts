import type { Problem, StepSpan } from "@symplectic-adjoint/core";
import type { OutputList } from "./output-list.js";
import type { KeptByAttempt } from "./position.js";

/** What the attempts of a walk keep: slopes only where something within the step is, or may be, interpolated. */
export class KeptByAttempts<A> {
  private readonly outputs: OutputList<A>;
  private readonly always: KeptByAttempt;
  private readonly withOutputs: KeptByAttempt;

  /** @param stages Whether steps keep their stages until they are accepted. */
  constructor({ keepsDense, events }: Problem<A>, outputs: OutputList<A>, stages: boolean) {
    this.outputs = outputs;
    this.always = { stages, slopes: keepsDense === true || events?.interpolates === true };
    this.withOutputs = { stages, slopes: true };
  }

  /** What the attempt of a step keeps. */
  of(span: StepSpan): KeptByAttempt {
    const { always } = this;
    return always.slopes || !this.outputs.liesWithin(span) ? always : this.withOutputs;
  }
}
