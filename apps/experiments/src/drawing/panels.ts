import { axisStyle, type Frame, type Panel, panelFrame } from "@symplectic-adjoint/examples/panel";
import { coloured } from "./color-map.js";
import { pngUrl } from "./png.js";

/** Colours that people with any colour vision can distinguish (Okabe & Ito 2008). */
export const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"] as const;

/** A line of a panel: its name, and points. */
export interface Line {
  readonly name: string;
  readonly points: ReadonlyArray<readonly [number, number]>;
}

/** What an axis shows. */
export interface Axis {
  readonly name: string;
  /** Default: linear. */
  readonly logarithmic?: boolean;
}

/** Lines, each in a colour. */
export function linePanel(
  heading: string,
  frame: Frame,
  axes: { readonly x: Axis; readonly y: Axis },
  lines: ReadonlyArray<Line>,
): Panel {
  const axis = ({ name, logarithmic = false }: Axis, gap: number) => ({
    type: logarithmic ? ("log" as const) : ("value" as const),
    ...axisStyle(name, gap),
    scale: true,
    axisLabel: { fontSize: 12, color: "#333", formatter: short },
  });
  return {
    ...panelFrame(heading, frame),
    xAxis: axis(axes.x, 30),
    yAxis: axis(axes.y, 52),
    series: lines.map(({ name, points }, i) => ({
      type: "line" as const,
      name,
      color: PALETTE[i % PALETTE.length] as string,
      symbol: "circle",
      symbolSize: points.length > 30 ? 0 : 6,
      data: points.map(([x, y]) => [Number(x.toPrecision(5)), Number(y.toPrecision(5))]),
    })),
  };
}

/** Bars on a logarithmic scale, in one colour or striped where a value is predicted. */
export function barPanel(
  heading: string,
  frame: Frame,
  unit: string,
  bars: ReadonlyArray<{ readonly name: string; readonly value: number; readonly marked?: boolean }>,
): Panel {
  return {
    ...panelFrame(heading, frame),
    xAxis: {
      type: "category",
      ...axisStyle("", 30),
      data: bars.map(({ name }) => name),
      axisLabel: { fontSize: 11, color: "#333", interval: 0, rotate: 20 },
    },
    yAxis: {
      type: "log",
      ...axisStyle(unit, 52),
      axisLabel: { fontSize: 12, color: "#333", formatter: short },
    },
    series: [
      {
        type: "bar",
        data: bars.map(({ name, value, marked = false }) => ({
          value: Number(value.toPrecision(4)),
          itemStyle: {
            color: name.includes("Symplectic") ? PALETTE[1] : PALETTE[0],
            opacity: marked ? 0.45 : 1,
          },
        })),
        label: { show: true, position: "top", fontSize: 11 },
      },
    ],
  };
}

/** A matrix as an image within axes; row 0 is at the bottom. */
export interface Image {
  readonly columns: number;
  readonly values: ArrayLike<number>;
  readonly range: readonly [number, number];
  readonly map?: "sequential" | "diverging";
}

/** An image between axes. */
export function imagePanel(
  heading: string,
  frame: Frame,
  axes: {
    readonly x: Axis & { readonly from: number; readonly to: number };
    readonly y: Axis & { readonly from: number; readonly to: number };
  },
  { columns, values, range, map = "sequential" }: Image,
): Panel {
  const rows = values.length / columns;
  const upsideDown = Float64Array.from({ length: values.length }, (_, i) => {
    const row = rows - 1 - Math.floor(i / columns);
    return values[row * columns + (i % columns)] as number;
  });
  const { left, top, width, height } = frame;
  const axis = ({ name, from, to }: { name: string; from: number; to: number }, gap: number) => ({
    type: "value" as const,
    ...axisStyle(name, gap),
    min: from,
    max: to,
    splitLine: { show: false },
  });
  return {
    ...panelFrame(heading, frame),
    xAxis: axis(axes.x, 28),
    yAxis: axis(axes.y, 36),
    series: [],
    graphic: [
      {
        type: "image",
        left,
        top,
        style: {
          image: pngUrl(columns, rows, coloured(upsideDown, range, map)),
          width,
          height,
        },
      },
    ],
  };
}

/** A number for an axis. */
function short(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)) {
    return value.toExponential(0);
  }
  return String(Number(value.toPrecision(4)));
}
