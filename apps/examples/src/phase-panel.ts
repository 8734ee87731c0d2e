import { axisStyle, COLORS, type Frame, type Panel, panelFrame } from "./panel.js";
import type { PeltYear } from "./read-pelts.js";
import { rounded } from "./time-panel.js";
import type { Trajectory } from "./trajectory.js";

const AXIS = { type: "log" as const, logBase: 2, min: 4, max: 128 };
/** Interval in years between the arrows that show the direction. */
const ARROW_YEARS = 2.5;

/** Lynx against hare, on logarithmic axes, which are the coordinates of the model. */
export function phasePanel(
  pelts: ReadonlyArray<PeltYear>,
  { curve }: Trajectory,
  frame: Frame,
): Panel {
  const point = ({ hare, lynx }: PeltYear) => [rounded(hare), rounded(lynx)];
  return {
    ...panelFrame("Phase plane", frame),
    xAxis: { ...axisStyle("hare pelts (thousands)", 30), ...AXIS },
    yAxis: { ...axisStyle("lynx pelts (thousands)", 36), ...AXIS },
    series: [
      {
        type: "line",
        color: COLORS.record,
        lineStyle: { width: 1, type: "dashed" },
        symbol: "none",
        data: pelts.map(point),
      },
      {
        type: "line",
        name: "fit",
        color: COLORS.fit,
        lineStyle: { width: 2 },
        symbol: "none",
        data: curve.map(point),
      },
      {
        type: "scatter",
        color: COLORS.fit,
        symbol: "triangle",
        symbolSize: 10,
        data: arrows(curve, frame).map(({ at, degrees }) => ({
          value: point(at),
          symbolRotate: degrees,
        })),
      },
      {
        type: "scatter",
        name: "record, with its years",
        color: COLORS.record,
        symbol: "circle",
        symbolSize: 8,
        data: pelts.map(point),
        label: {
          show: true,
          position: "right",
          fontSize: 11,
          color: "#444",
          textBorderColor: "#ffffff",
          textBorderWidth: 3,
          formatter: ({ dataIndex }) => `’${String(pelts[dataIndex]?.year).slice(2)}`,
        },
        labelLayout: { hideOverlap: true },
      },
    ],
  };
}

/** Points of the curve with its direction in the picture: degrees anticlockwise from upwards. */
function arrows(curve: ReadonlyArray<PeltYear>, { width, height }: Frame) {
  const stride = Math.round(ARROW_YEARS / ((curve[1]?.year ?? 1) - (curve[0]?.year ?? 0)));
  return curve.slice(0, -1).flatMap((at, i) => {
    const next = curve[i + 1] as PeltYear;
    if (i % stride !== Math.floor(stride / 2)) return [];
    const right = Math.log(next.hare / at.hare) * width;
    const up = Math.log(next.lynx / at.lynx) * height;
    return [{ at, degrees: (180 / Math.PI) * Math.atan2(-right, up) }];
  });
}
