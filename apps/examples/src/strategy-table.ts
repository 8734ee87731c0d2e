import type { StrategyFigures } from "./compare-strategies.js";

const HEADINGS: ReadonlyArray<readonly [string, string]> = [
  ["", ""],
  ["error of", "∇loss"],
  ["error of", "∇last state"],
  ["peak", "KiB"],
  ["f", "forward"],
  ["f", "backward"],
  ["VJPs", ""],
  ["time", "ms"],
];

/** The comparison as lines of text, numbers aligned to the right. */
export function strategyTable(figures: ReadonlyArray<StrategyFigures>): string {
  const rows = figures.map((row) => [
    `${row.name}: ${row.description}`,
    row.gradientError.loss.toExponential(1),
    row.gradientError.lastState.toExponential(1),
    (row.peakBytes / 1024).toFixed(1),
    String(row.forward.evaluations),
    String(row.backward.evaluations),
    String(row.backward.vjps),
    row.milliseconds.toFixed(1),
  ]);
  const head = [0, 1].map((line) => HEADINGS.map((heading) => heading[line] as string));
  const widths = HEADINGS.map((_, column) =>
    Math.max(...[...head, ...rows].map((row) => (row[column] as string).length)),
  );
  const print = (cells: ReadonlyArray<string>) =>
    cells.map((cell, i) => pad(cell, widths[i] as number, i === 0)).join("  ");
  const rule = "─".repeat(print(head[0] as Array<string>).length);
  return [...head.map(print), rule, ...rows.map(print)].join("\n");
}

function pad(cell: string, width: number, left: boolean): string {
  return left ? cell.padEnd(width) : cell.padStart(width);
}
