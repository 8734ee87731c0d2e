import type { EChartsCoreOption } from "echarts/core";
import type { Axes, Picture } from "../live.js";

/** The options of ECharts for a picture, in the colours that the page has at the moment. */
export function chartOptions(picture: Picture, host: HTMLElement): EChartsCoreOption {
  const style = getComputedStyle(host);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const quiet = colour("--live-quiet");
  const faint = colour("--live-grid");
  const text = { color: quiet, fontFamily: style.fontFamily };
  const axis = (name: string | undefined, more: object) => ({
    name,
    nameLocation: "middle",
    nameGap: 26,
    nameTextStyle: text,
    axisLabel: { ...text, hideOverlap: true },
    axisLine: { lineStyle: { color: faint } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: faint } },
    ...more,
  });
  const common = {
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 16, top: 32, bottom: 28, outerBoundsMode: "same" },
  };
  return picture.kind === "heat"
    ? { ...common, ...heat(picture, axis, colour) }
    : { ...common, ...curves(picture, axis, colour, text) };
}

type AxisOf = (name: string | undefined, more: object) => object;
type Colour = (name: string) => string;

function curves(
  { curves: named, axes }: Extract<Picture, { kind: "curves" }>,
  axis: AxisOf,
  colour: Colour,
  text: object,
): EChartsCoreOption {
  const entries = Object.entries(named);
  return {
    color: [1, 2, 3, 4].map((i) => colour(`--live-curve-${i}`)),
    legend: entries.length > 1 ? { top: 0, textStyle: text, itemHeight: 8 } : { show: false },
    xAxis: axis(axes.x, { type: "value", scale: true }),
    yAxis: axis(axes.y, { type: axes.log ? "log" : "value", scale: true }),
    series: entries.flatMap(([name, { line, points }], i) => {
      const item = { color: colour(`--live-curve-${i + 1}`) };
      return [
        ...(points
          ? [
              {
                name,
                type: "scatter",
                symbolSize: 4,
                itemStyle: { ...item, opacity: 0.6 },
                data: points,
              },
            ]
          : []),
        ...(line
          ? [
              {
                name,
                type: "line",
                showSymbol: false,
                lineStyle: { ...item, width: 2 },
                data: line,
              },
            ]
          : []),
      ];
    }),
  };
}

function heat(
  { rows, axes }: Extract<Picture, { kind: "heat" }>,
  axis: AxisOf,
  colour: Colour,
): EChartsCoreOption {
  const values = rows.flat();
  return {
    xAxis: axis(axes.x, { ...places(rows[0]?.length ?? 0, axes) }),
    yAxis: axis(axes.y, { ...places(rows.length, axes), inverse: true }),
    visualMap: {
      show: false,
      min: values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      max: values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      inRange: { color: [1, 2, 3, 4].map((i) => colour(`--live-heat-${i}`)) },
    },
    series: [
      {
        type: "heatmap",
        progressive: 0,
        data: rows.flatMap((row, i) => row.map((value, j) => [j, i, value])),
      },
    ],
  };
}

function places(count: number, _axes: Axes): object {
  return {
    type: "category",
    data: Array.from({ length: count }, (_, i) => i),
    axisLabel: { show: false },
    splitLine: { show: false },
  };
}
