import type { Outcome } from "../steps/outcome.js";
import type { Statistics } from "../steps/statistics.js";
import { OdeError } from "./ode-error.js";

/** The integration ended before the last output time; see `outcome` and `statistics`. */
export class IntegrationError extends OdeError {
  readonly outcome: Outcome;
  readonly statistics: Statistics;

  constructor(outcome: Outcome, statistics: Statistics) {
    const { accepted, rejected, evaluations } = statistics.forward;
    const work = `${accepted} steps accepted, ${rejected} rejected, ${evaluations} evaluations of f`;
    const kind = outcome.kind.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase();
    super("IntegrationError", `INTEGRATION_${kind}`, {
      argument: `The integration (${work})`,
      problem: `ended at t = ${outcome.t} with a step of ${outcome.step}`,
      remedy: outcome.message,
    });
    this.outcome = outcome;
    this.statistics = statistics;
  }
}
