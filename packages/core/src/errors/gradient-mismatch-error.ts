import type { GradientReport } from "../ports/gradient-report.js";
import { type ErrorDetails, OdeError } from "./ode-error.js";

/** A gradient is not the derivative of the solution; `report` says by how much, for each argument. */
export class GradientMismatchError extends OdeError {
  readonly report: GradientReport;

  constructor(details: ErrorDetails, report: GradientReport) {
    super("GradientMismatchError", "GRADIENT_MISMATCH", details);
    this.report = report;
  }
}
