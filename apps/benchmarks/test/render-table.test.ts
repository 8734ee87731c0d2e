import { describe, expect, it } from "vitest";
import { renderMarkdown, renderText } from "../src/report/render-table.js";

const table = {
  title: "Fruit",
  head: ["kind", "n"],
  rows: [
    ["apples", 2],
    ["figs", 12],
  ],
  notes: ["Ripe ones."],
};

describe("a table", () => {
  it("is aligned for the terminal, numbers to the right.", () => {
    const lines = ["Fruit", "", "kind     n", "──────  ──", "apples   2", "figs    12"];
    expect(renderText(table)).toBe([...lines, "", "Ripe ones."].join("\n"));
  });

  it("is a table in Markdown.", () => {
    const lines = ["| kind | n |", "| --- | ---: |", "| apples | 2 |", "| figs | 12 |"];
    expect(renderMarkdown(table)).toBe(["**Fruit**", "", ...lines, "", "Ripe ones."].join("\n"));
  });

  it("without notes ends with its last row.", () => {
    const { notes: _, ...bare } = table;
    expect(renderText(bare).endsWith("figs    12")).toBe(true);
  });
});
