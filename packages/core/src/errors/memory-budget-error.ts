import { OdeError } from "./ode-error.js";

/** A memory budget is too small for a solve; see `minimum`. */
export class MemoryBudgetError extends OdeError {
  /** The smallest budget that would do, in bytes. */
  readonly minimum: number;

  constructor(budget: number, minimum: number, details: string) {
    super("MemoryBudgetError", "MEMORY_BUDGET", {
      argument: "memoryBudget",
      value: budget,
      problem: `is too small: this solve and its gradient need ${minimum} bytes (${details})`,
      remedy: `Write memoryBudget: ${minimum}, or solve a smaller batch or with fewer outputs.`,
    });
    this.minimum = minimum;
  }
}
