import { LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Goodness } from "./goodness.js";
import { legendEntries } from "./panel.js";
import { phasePanel } from "./phase-panel.js";
import type { PeltYear } from "./read-pelts.js";
import { percent } from "./report.js";
import { timePanel } from "./time-panel.js";
import type { Trajectory } from "./trajectory.js";

use([LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const WIDTH = 1200;
const HEIGHT = 560;
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
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: "#ffffff",
      textStyle: { fontFamily: "Helvetica, Arial, sans-serif" },
      title: [
        {
          text: "Snowshoe hare and lynx, 1900–1920: a neural ODE fitted to the pelts of the Hudson's Bay Company",
          subtext: `Explained variance of the logarithms: hare ${percent(explained.hare)}, lynx ${percent(explained.lynx)}. Record: Hewitt 1921, Mahaffy 2010.`,
          left: 20,
          top: 14,
          textStyle: { fontSize: 18, color: "#222" },
          subtextStyle: { fontSize: 13, color: "#555" },
        },
        ...panels.map(({ title }) => title),
      ],
      legend: panels.map(({ legend, series }) => ({
        ...legend,
        data: legendEntries(series),
      })),
      grid: panels.map(({ grid }) => grid),
      xAxis: panels.map(({ xAxis }, gridIndex) => ({ ...xAxis, gridIndex })),
      yAxis: panels.map(({ yAxis }, gridIndex) => ({ ...yAxis, gridIndex })),
      series: panels.flatMap(({ series }, index) =>
        series.map((one) => ({ ...one, xAxisIndex: index, yAxisIndex: index })),
      ),
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
