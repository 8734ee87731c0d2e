import { drawPanels } from "@symplectic-adjoint/examples/draw-panels";
import { barPanel } from "../drawing/panels.js";
import type { Comparison } from "./compare-functions.js";

/** Memory and gradient errors of the five functions as bars. */
export function comparisonPicture(title: string, { rows, batch, steps }: Comparison): string {
  const frame = (left: number) => ({ left, top: 130, width: 490, height: 300 });
  const short = (name: string) => name.replace("odeint", "") || "backpropagation";
  const bars = (value: (row: Comparison["rows"][number]) => number | undefined) =>
    rows.flatMap((row) => {
      const found = value(row);
      if (found === undefined || found <= 0) return [];
      return [{ name: short(row.name), value: found, marked: row.predicted }];
    });
  return drawPanels(
    [
      barPanel(
        "Peak memory",
        frame(80),
        "MiB",
        bars(({ peakBytes }) => peakBytes / 2 ** 20),
      ),
      barPanel(
        "Error of the gradient",
        frame(670),
        "relative to double precision",
        bars(({ gradientError }) => gradientError),
      ),
    ],
    {
      text: title,
      subtext: `Batch ${batch}, ${steps} steps; pale bars are predicted from small runs.`,
      height: 520,
    },
  );
}
