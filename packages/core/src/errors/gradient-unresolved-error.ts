import type { GradientReport } from "../ports/gradient-report.js";
import { type ErrorDetails, OdeError } from "./ode-error.js";

/** Differences are too uncertain to tell whether a gradient is right; `report` says which, and how uncertain. */
export class GradientUnresolvedError extends OdeError {
  readonly report: GradientReport;

  constructor(details: ErrorDetails, report: GradientReport) {
    super("GradientUnresolvedError", "GRADIENT_UNRESOLVED", details);
    this.report = report;
  }
}
