import type { OutcomeKind, Problem, StepSpan } from "@symplectic-adjoint/core";

/** Number of consecutive overflows, with ever smaller steps, after which the state is considered non-finite. */
const MOST_OVERFLOWS = 30;

/** The controller of one integration with its state: what it proposes, and overflows so far. */
export class StepControl<A> {
  /** Length of the next attempt, unless it is cut to land on a required time. */
  proposal: number = Number.POSITIVE_INFINITY;
  private readonly problem: Problem<A>;
  private state: unknown;
  private overflows = 0;

  constructor(problem: Problem<A>) {
    this.problem = problem;
    this.state = problem.controller.init();
  }

  /** Whether the last attempt overflowed. */
  get overflowed(): boolean {
    return this.overflows > 0;
  }

  /** The next proposal if the pending attempt is accepted, if the controller can predict it. */
  predict({ h }: StepSpan): number | undefined {
    const { controller, method } = this.problem;
    const pending = { step: Math.abs(h), proposal: this.proposal, order: method.order };
    return controller.predictNext?.(this.state, pending);
  }

  /**
   * Accepts or rejects an attempt. Returns the outcome if the integration cannot go on after a rejection.
   */
  judge({ h }: StepSpan, errorRatio: number): "accepted" | "rejected" | OutcomeKind {
    const { controller, method } = this.problem;
    const step = Math.abs(h);
    const attempt = { step, proposal: this.proposal, errorRatio, order: method.order };
    const decision = controller.next(this.state, attempt);
    this.state = decision.state;
    this.proposal = decision.step;
    if (Number.isFinite(errorRatio)) {
      this.overflows = 0;
      return decision.accepted ? "accepted" : "rejected";
    }
    this.overflows++;
    const stuck = decision.accepted || decision.step >= step;
    return stuck || this.overflows === MOST_OVERFLOWS ? "nonFiniteState" : "rejected";
  }
}
