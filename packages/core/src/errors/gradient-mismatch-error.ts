import type { GradientReport } from "../ports/gradient-report.js";
import { type ErrorDetails, OdeError } from "./ode-error.js";

/** The gradient is wrong; `report` contains the error for each argument. */
export class GradientMismatchError extends OdeError {
  readonly report: GradientReport;

  constructor(details: ErrorDetails, report: GradientReport) {
    super("GradientMismatchError", "GRADIENT_MISMATCH", details);
    this.report = report;
  }
}
