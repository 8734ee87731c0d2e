import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { Point } from "./spiral.js";

use([LineChart, GridComponent, LegendComponent, TitleComponent, CanvasRenderer]);

/** The live plot: the phase plane on the left, the loss on the right. */
export interface Chart {
  showTruth(points: ReadonlyArray<Point>): void;
  showLearned(points: ReadonlyArray<Point>): void;
  showLosses(losses: ReadonlyArray<number>): void;
}

const LIMIT = 2.5;

/** Draws into an element, and adapts to its size. */
export function makeChart(element: HTMLElement): Chart {
  const chart = init(element);
  new ResizeObserver(() => chart.resize()).observe(element);
  const curve = (name: string) => ({ name, type: "line", showSymbol: false });
  chart.setOption({
    animation: false,
    legend: { data: ["trajectory", "learned"], left: "10%", top: 0 },
    title: { text: "loss", left: "75%", top: 0, textStyle: { fontSize: 12 } },
    grid: [
      { left: "6%", width: "42%", top: 40, bottom: 40 },
      { left: "58%", width: "38%", top: 40, bottom: 40 },
    ],
    xAxis: [
      { type: "value", min: -LIMIT, max: LIMIT, gridIndex: 0 },
      {
        type: "value",
        min: 1,
        name: "iteration",
        nameLocation: "middle",
        nameGap: 24,
        gridIndex: 1,
      },
    ],
    yAxis: [
      { type: "value", min: -LIMIT, max: LIMIT, gridIndex: 0 },
      { type: "log", gridIndex: 1 },
    ],
    series: [
      { ...curve("trajectory"), lineStyle: { type: "dotted" } },
      curve("learned"),
      { ...curve("loss"), xAxisIndex: 1, yAxisIndex: 1 },
    ],
  });
  const show = (name: string, data: ReadonlyArray<Point>): void => {
    chart.setOption({ series: [{ name, data: [...data] }] });
  };
  return {
    showTruth: (points) => show("trajectory", points),
    showLearned: (points) => show("learned", points),
    showLosses: (losses) =>
      show(
        "loss",
        losses.map((loss, i): Point => [i + 1, loss]),
      ),
  };
}
