import type { Table } from "./table.js";

/** A table for the terminal: minimal column widths, numbers aligned to the right. */
export function renderText({ title, head, rows, notes = [] }: Table): string {
  const widths = head.map((_, column) => Math.max(...lengthsOf(column)));
  const line = (cells: ReadonlyArray<string | number>) =>
    cells
      .map((cell, column) => align(`${cell}`, widths[column] ?? 0, isNumeric(column)))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [title, "", line(head), rule, ...rows.map(line), ...below(notes)].join("\n");

  function lengthsOf(column: number): ReadonlyArray<number> {
    return [head, ...rows].map((cells) => `${cells[column]}`.length);
  }
  function isNumeric(column: number): boolean {
    return rows.every((cells) => typeof cells[column] === "number");
  }
}

/** The same in Markdown, for a README. */
export function renderMarkdown({ title, head, rows, notes = [] }: Table): string {
  const line = (cells: ReadonlyArray<string | number>) => `| ${cells.join(" | ")} |`;
  const marks = head.map((_, column) =>
    rows.every((cells) => typeof cells[column] === "number") ? "---:" : "---",
  );
  return [`**${title}**`, "", line(head), line(marks), ...rows.map(line), ...below(notes)].join(
    "\n",
  );
}

function align(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}

function below(notes: ReadonlyArray<string>): ReadonlyArray<string> {
  return notes.length === 0 ? [] : ["", ...notes];
}
