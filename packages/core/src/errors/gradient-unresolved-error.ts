import type { GradientReport } from "../ports/gradient-report.js";
import { type ErrorDetails, OdeError } from "./ode-error.js";

/** The finite differences are too uncertain to verify the gradient; `report` contains the uncertainties. */
export class GradientUnresolvedError extends OdeError {
  readonly report: GradientReport;

  constructor(details: ErrorDetails, report: GradientReport) {
    super("GradientUnresolvedError", "GRADIENT_UNRESOLVED", details);
    this.report = report;
  }
}
