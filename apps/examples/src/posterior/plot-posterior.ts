import { drawPanels } from "../draw-panels.js";
import { axisStyle, COLORS, type Panel, panelFrame } from "../panel.js";
import type { PeltYear } from "../read-pelts.js";
import { SPECIES, type Species } from "../read-pelts.js";
import { rounded } from "../time-panel.js";
import type { Band, Bands } from "./bands.js";
import type { PeltFit } from "./fit-pelts.js";

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
  const panels: ReadonlyArray<Panel> = [
    {
      ...panelFrame("Over the years", TIME_FRAME),
      xAxis: {
        type: "value",
        ...axisStyle("year", 30),
        min: first.year,
        max: year(record.length - 1),
        axisLabel: { fontSize: 12, color: "#333", formatter: (value: number) => String(value) },
      },
      yAxis: { type: "value", ...axisStyle("pelts (thousands)", 36), min: 0 },
      series: overTime,
    },
    {
      ...panelFrame("Rates", RATES_FRAME),
      xAxis: { type: "value", ...axisStyle("α, growth of hares per year", 30), scale: true },
      yAxis: { type: "value", ...axisStyle("γ, death of lynx per year", 42), scale: true },
      series: [rates],
    },
  ];
  return drawPanels(panels, {
    text: "Snowshoe hare and lynx, 1900–1920: what the record leaves open",
    subtext: `Lotka–Volterra, ${fits.length} fits to noisy copies of the record; bands contain 90 % of them.`,
  });
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
