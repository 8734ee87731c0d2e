import { LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { axisStyle, COLORS, legendEntries, panelFrame } from "../panel.js";
import type { PeltYear } from "../read-pelts.js";
import { SPECIES, type Species } from "../read-pelts.js";
import { rounded } from "../time-panel.js";
import type { Band, Bands } from "./bands.js";
import type { PeltFit } from "./fit-pelts.js";

use([LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const TIME_FRAME = { left: 70, top: 146, width: 590, height: 350 };
const RATES_FRAME = { left: 740, top: 146, width: 420, height: 350 };

/** Draws the record with bands of 90 per cent, and the rates of all fits; returns the text of an SVG file. */
export function plotPosterior(
  record: ReadonlyArray<PeltYear>,
  bands: Bands,
  fits: ReadonlyArray<PeltFit>,
): string {
  const [first] = record as [PeltYear];
  const year = (time: number) => first.year + time;
  const overTime = SPECIES.flatMap((name) => [
    ...bandSeries(bands.times.map(year), bands[name], name),
    {
      type: "scatter" as const,
      name: `${name}, record`,
      color: COLORS[name],
      symbol: name === "hare" ? "circle" : "diamond",
      symbolSize: name === "hare" ? 8 : 10,
      data: record.map((row) => [row.year, row[name]]),
    },
  ]);
  const rates = {
    type: "scatter" as const,
    name: "a fit",
    color: COLORS.fit,
    symbol: "circle",
    symbolSize: 5,
    data: fits.map(({ rates: [alpha = 0, , gamma = 0] }) => [rounded(alpha), rounded(gamma)]),
  };
  const panels = [panelFrame("Over the years", TIME_FRAME), panelFrame("Rates", RATES_FRAME)];
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 1200, height: 560 });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: "#ffffff",
      textStyle: { fontFamily: "Helvetica, Arial, sans-serif" },
      title: [
        {
          text: "Snowshoe hare and lynx, 1900–1920: what the record leaves open",
          subtext: `Lotka–Volterra, ${fits.length} fits to noisy copies of the record; bands contain 90 % of them.`,
          left: 20,
          top: 14,
          textStyle: { fontSize: 18, color: "#222" },
          subtextStyle: { fontSize: 13, color: "#555" },
        },
        ...panels.map(({ title }) => title),
      ],
      legend: panels.map(({ legend }, index) => ({
        ...legend,
        data: legendEntries(index === 0 ? overTime : [rates]),
      })),
      grid: panels.map(({ grid }) => grid),
      xAxis: [
        {
          type: "value",
          gridIndex: 0,
          ...axisStyle("year", 30),
          min: first.year,
          max: year(record.length - 1),
          axisLabel: { fontSize: 12, color: "#333", formatter: (value: number) => String(value) },
        },
        {
          type: "value",
          gridIndex: 1,
          ...axisStyle("α, growth of hares per year", 30),
          scale: true,
        },
      ],
      yAxis: [
        { type: "value", gridIndex: 0, ...axisStyle("pelts (thousands)", 36), min: 0 },
        { type: "value", gridIndex: 1, ...axisStyle("γ, death of lynx per year", 42), scale: true },
      ],
      series: [
        ...overTime.map((one) => ({ ...one, xAxisIndex: 0, yAxisIndex: 0 })),
        { ...rates, xAxisIndex: 1, yAxisIndex: 1 },
      ],
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** The median as a line, on the area between the quantiles: an invisible line below, and what is stacked on it. */
function bandSeries(years: ReadonlyArray<number>, band: ReadonlyArray<Band>, name: Species) {
  const line = { type: "line" as const, color: COLORS[name], symbol: "none" };
  const points = (of: (one: Band) => number) =>
    band.map((one, i) => [years[i] as number, rounded(of(one))]);
  return [
    { ...line, stack: name, lineStyle: { opacity: 0 }, data: points(({ low }) => low) },
    {
      ...line,
      stack: name,
      lineStyle: { opacity: 0 },
      areaStyle: { opacity: 0.2 },
      data: points(({ low, high }) => high - low),
    },
    { ...line, name: `${name}, median`, data: points(({ median }) => median) },
  ];
}
