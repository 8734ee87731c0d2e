import { axisStyle, COLORS, type Frame, type Panel, panelFrame } from "./panel.js";
import { type PeltYear, SPECIES } from "./read-pelts.js";
import type { Trajectory } from "./trajectory.js";

/** Pelts over the years: the record as dots, the fit as lines. */
export function timePanel(
  pelts: ReadonlyArray<PeltYear>,
  { curve }: Trajectory,
  frame: Frame,
): Panel {
  const years = pelts.map(({ year }) => year);
  const most = Math.max(...[...pelts, ...curve].flatMap(({ hare, lynx }) => [hare, lynx]));
  return {
    ...panelFrame("Over the years", frame),
    xAxis: {
      type: "value",
      ...axisStyle("year", 30),
      min: Math.min(...years),
      max: Math.max(...years),
      interval: 2,
      axisLabel: { fontSize: 12, color: "#333", formatter: (year: number) => String(year) },
    },
    yAxis: {
      type: "value",
      ...axisStyle("pelts (thousands)", 36),
      min: 0,
      max: 10 * Math.ceil(most / 10),
    },
    series: SPECIES.flatMap((name) => [
      {
        type: "scatter" as const,
        name: `${name}, record`,
        color: COLORS[name],
        symbol: name === "hare" ? "circle" : "diamond",
        symbolSize: name === "hare" ? 8 : 10,
        data: pelts.map((row) => [row.year, row[name]]),
      },
      {
        type: "line" as const,
        name: `${name}, fit`,
        color: COLORS[name],
        lineStyle: { width: 2 },
        symbol: "none",
        data: curve.map((row) => [row.year, rounded(row[name])]),
      },
    ]),
  };
}

/** As many digits as are visible in a picture. */
export function rounded(thousands: number): number {
  return Number(thousands.toPrecision(5));
}
