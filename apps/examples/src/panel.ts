import type {
  BarSeriesOption,
  GraphicComponentOption,
  GridComponentOption,
  LegendComponentOption,
  LineSeriesOption,
  ScatterSeriesOption,
  TitleComponentOption,
  XAXisComponentOption,
  YAXisComponentOption,
} from "echarts";

/** One pair of axes and what is drawn between them. */
export interface Panel {
  readonly title: TitleComponentOption;
  readonly legend: LegendComponentOption;
  readonly grid: GridComponentOption;
  readonly xAxis: XAXisComponentOption;
  readonly yAxis: YAXisComponentOption;
  readonly series: ReadonlyArray<BarSeriesOption | LineSeriesOption | ScatterSeriesOption>;
  /** Pictures, drawn above the series. */
  readonly graphic?: ReadonlyArray<GraphicComponentOption>;
}

const LINE = "path://M0 0H16V3H0Z";

/** The entries of a panel's legend: dots for dots, short bars for lines. */
export function legendEntries(series: Panel["series"]) {
  return series.flatMap((one) => {
    if (one.name === undefined) return [];
    const icon =
      one.type === "line" ? LINE : one.type === "scatter" ? String(one.symbol) : "roundRect";
    return [{ name: String(one.name), icon }];
  });
}

/** Position of a panel's axes, in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Colours that people with any colour vision can distinguish (Okabe & Ito 2008). */
export const COLORS = {
  hare: "#0072b2",
  lynx: "#d55e00",
  record: "#8a6d00",
  fit: "#333333",
} as const;

/** The common parts of both panels: heading, legend above the axes, light grid lines. */
export function panelFrame(
  heading: string,
  { left, top, width, height }: Frame,
): Pick<Panel, "title" | "legend" | "grid"> {
  return {
    title: {
      text: heading,
      left,
      top: top - 58,
      padding: 0,
      textStyle: { fontSize: 15, color: "#222" },
    },
    legend: {
      left,
      top: top - 32,
      padding: 0,
      itemGap: 16,
      itemWidth: 16,
      textStyle: { fontSize: 12, color: "#333" },
    },
    grid: { left, top, width, height },
  };
}

/** An axis with its name at the centre. */
export function axisStyle(name: string, nameGap: number) {
  return {
    name,
    nameGap,
    nameLocation: "middle" as const,
    nameTextStyle: { fontSize: 13, color: "#333" },
    axisLine: { show: true, lineStyle: { color: "#666" } },
    axisTick: { show: true },
    axisLabel: { fontSize: 12, color: "#333" },
    splitLine: { lineStyle: { color: "#e8e8e8" } },
  };
}
