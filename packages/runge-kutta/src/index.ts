// The method of a tableau

export { type ExplicitRungeKutta, explicitRungeKutta } from "./explicit-runge-kutta.js";

// One step, stage by stage

export { type Stages, takeStages } from "./take-stages.js";
