import { expect, test } from "vitest";
import { goodnessOf } from "../src/goodness.js";
import { COLORS } from "../src/panel.js";
import { plotFit } from "../src/plot-fit.js";
import { record } from "./support/fresh-fit.js";
import { svgElements } from "./support/svg-elements.js";

// As if the fit were the record, moved by two per cent.
const moved = record.map(({ year, hare, lynx }) => ({
  year,
  hare: 1.02 * hare,
  lynx: 1.02 * lynx,
}));
const trajectory = { atYears: moved, curve: moved, stepError: 0 };
const elements = svgElements(plotFit(record, trajectory, goodnessOf(record, moved)));
const texts = elements.filter(({ name }) => name === "text").map(({ text }) => text);

test("The picture is an SVG with its size.", () => {
  expect(elements[0]?.name).toBe("svg");
  expect(elements[0]?.attributes).toMatchObject({ width: "1200", height: "560" });
});

test("It has both panels, with their axes named and their units given.", () => {
  for (const text of [
    "Over the years",
    "year",
    "pelts (thousands)",
    "Phase plane",
    "hare pelts (thousands)",
    "lynx pelts (thousands)",
  ]) {
    expect(texts).toContain(text);
  }
});

test("Its legends name the record and the fit of both species.", () => {
  for (const text of ["hare, record", "hare, fit", "lynx, record", "lynx, fit", "fit"]) {
    expect(texts).toContain(text);
  }
});

test("Each series is drawn: 21 dots a species, and the fits as lines.", () => {
  const dots = (color: string) =>
    elements.filter(({ attributes }) => attributes.fill === color).length;
  const lines = (color: string) =>
    elements.filter(({ attributes }) => attributes.stroke === color && attributes.fill === "none");
  for (const color of [COLORS.hare, COLORS.lynx, COLORS.record]) {
    expect(dots(color), color).toBeGreaterThanOrEqual(record.length);
  }
  for (const color of [COLORS.hare, COLORS.lynx, COLORS.fit]) {
    expect(lines(color).length, color).toBeGreaterThanOrEqual(1);
  }
});

test("A perfect fit explains all of the variance, and the mean none of it.", () => {
  expect(goodnessOf(record, record)).toEqual({ loss: 0, explained: { hare: 1, lynx: 1 } });
  const mean = (name: "hare" | "lynx") =>
    Math.exp(record.reduce((sum, row) => sum + Math.log(row[name]), 0) / record.length);
  const flat = record.map(({ year }) => ({ year, hare: mean("hare"), lynx: mean("lynx") }));
  expect(goodnessOf(record, flat).loss).toBeCloseTo(1, 12);
});
