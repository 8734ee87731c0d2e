import { HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, VisualMapComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { Picture } from "../live.js";
import { chartOptions } from "./chart-options.js";
import { element } from "./element.js";

use([
  LineChart,
  ScatterChart,
  HeatmapChart,
  GridComponent,
  LegendComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/** The pictures of a run, side by side where there is room. */
export interface Charts {
  readonly element: HTMLElement;
  show(picture: Picture): void;
  /** Removes all pictures. */
  clear(): void;
}

interface Shown {
  readonly chart: EChartsType;
  latest: Picture;
  due: boolean;
}

/** An empty set of pictures. Each is redrawn at most once per frame, and when the page turns light or dark. */
export function makeCharts(): Charts & { destroy(): void } {
  const host = element("div", { className: "live-charts" });
  const shown = new Map<string, Shown>();
  const sizes = new ResizeObserver(() => {
    for (const { chart } of shown.values()) chart.resize();
  });
  sizes.observe(host);
  const draw = (entry: Shown) => {
    if (entry.due) return;
    entry.due = true;
    requestAnimationFrame(() => {
      entry.due = false;
      if (!entry.chart.isDisposed()) entry.chart.setOption(chartOptions(entry.latest, host), true);
    });
  };
  const modes = new MutationObserver(() => shown.forEach(draw));
  modes.observe(document.documentElement, { attributeFilter: ["class"] });
  const clear = () => {
    for (const { chart } of shown.values()) chart.dispose();
    shown.clear();
    host.replaceChildren();
  };
  const add = (picture: Picture): Shown => {
    const canvas = element("div", {
      className: "live-canvas",
      role: "img",
      ariaLabel: picture.title,
    });
    host.append(element("figure", {}, element("figcaption", {}, picture.title), canvas));
    const entry = { chart: init(canvas), latest: picture, due: false };
    shown.set(picture.title, entry);
    return entry;
  };
  return {
    element: host,
    show(picture) {
      const entry = shown.get(picture.title) ?? add(picture);
      entry.latest = picture;
      draw(entry);
    },
    clear,
    destroy() {
      sizes.disconnect();
      modes.disconnect();
      clear();
    },
  };
}
