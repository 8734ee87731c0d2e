import { drawPanels } from "./draw-panels.js";
import type { Goodness } from "./goodness.js";
import { phasePanel } from "./phase-panel.js";
import type { PeltYear } from "./read-pelts.js";
import { percent } from "./report.js";
import { timePanel } from "./time-panel.js";
import type { Trajectory } from "./trajectory.js";

const TIME_FRAME = { left: 70, top: 146, width: 590, height: 350 };
const PHASE_FRAME = { left: 740, top: 146, width: 420, height: 350 };

/** Draws the record and the fit, over the years and in the phase plane; returns the text of an SVG file. */
export function plotFit(
  pelts: ReadonlyArray<PeltYear>,
  trajectory: Trajectory,
  { explained }: Goodness,
): string {
  const panels = [
    timePanel(pelts, trajectory, TIME_FRAME),
    phasePanel(pelts, trajectory, PHASE_FRAME),
  ];
  return drawPanels(panels, {
    text: "Snowshoe hare and lynx, 1900–1920: a neural ODE fitted to the pelts of the Hudson's Bay Company",
    subtext: `Explained variance of the logarithms: hare ${percent(explained.hare)}, lynx ${percent(explained.lynx)}. Record: Hewitt 1921, Mahaffy 2010.`,
  });
}
