import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import {
  GraphicComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { legendEntries, type Panel } from "./panel.js";

use([
  ...[BarChart, LineChart, ScatterChart, SVGRenderer],
  ...[GraphicComponent, GridComponent, LegendComponent, TitleComponent],
]);

/** Heading and size of a picture, in pixels. */
export interface Sheet {
  readonly text: string;
  readonly subtext: string;
  /** Default 1200. */
  readonly width?: number;
  /** Default 560. */
  readonly height?: number;
}

/** Draws panels under a heading; returns the text of an SVG file. */
export function drawPanels(
  panels: ReadonlyArray<Panel>,
  { text, subtext, width = 1200, height = 560 }: Sheet,
): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: "#ffffff",
      textStyle: { fontFamily: "Helvetica, Arial, sans-serif" },
      title: [
        {
          text,
          subtext,
          left: 20,
          top: 14,
          textStyle: { fontSize: 18, color: "#222" },
          subtextStyle: { fontSize: 13, color: "#555" },
        },
        ...panels.map(({ title }) => title),
      ],
      legend: panels.map(({ legend, series }) => ({ ...legend, data: legendEntries(series) })),
      grid: panels.map(({ grid }) => grid),
      xAxis: panels.map(({ xAxis }, gridIndex) => ({ ...xAxis, gridIndex })),
      yAxis: panels.map(({ yAxis }, gridIndex) => ({ ...yAxis, gridIndex })),
      series: panels.flatMap(({ series }, index) =>
        series.map((one) => ({ ...one, xAxisIndex: index, yAxisIndex: index })),
      ),
      graphic: panels.flatMap(({ graphic }) => graphic ?? []),
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
