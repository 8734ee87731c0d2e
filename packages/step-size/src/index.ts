// Adaptive steps

export { hairerFirstStep } from "./hairer-first-step.js";
export { integralController } from "./integral-controller.js";
export type { IntegralControllerOptions } from "./integral-controller-options.js";
export { integralOptionTable } from "./integral-option-table.js";
export type { LaggedController } from "./lagged-controller.js";
export { laggedController } from "./lagged-controller.js";

// Fixed steps

export type { FixedStepsController } from "./fixed-steps.js";
export { fixedSteps } from "./fixed-steps.js";
export { type FixedStepsOptions, fixedOptionTable } from "./fixed-steps-options.js";
