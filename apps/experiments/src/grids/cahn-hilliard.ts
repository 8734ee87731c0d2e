import type { Experiment } from "../framework/experiment.js";
import { cahnHilliardEquation } from "./cahn-hilliard-equation.js";
import { gridExperiment } from "./grid-experiment.js";
import { gridSizes } from "./kdv.js";

/** The Cahn–Hilliard equation. */
export const cahnHilliard: Experiment = gridExperiment(cahnHilliardEquation, gridSizes);
