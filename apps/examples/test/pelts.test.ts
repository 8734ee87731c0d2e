import { expect, test } from "vitest";
import { fitLogScale } from "../src/log-scale.js";
import { parsePelts, readPelts } from "../src/read-pelts.js";

test("The record has 21 consecutive years and the published totals.", () => {
  const pelts = readPelts();
  expect(pelts.map(({ year }) => year)).toEqual(Array.from({ length: 21 }, (_, i) => 1900 + i));
  const total = (name: "hare" | "lynx") => pelts.reduce((sum, row) => sum + row[name], 0);
  expect(total("hare")).toBeCloseTo(715.7, 10);
  expect(total("lynx")).toBeCloseTo(423.5, 10);
});

test("The record peaks in the published years.", () => {
  const pelts = readPelts();
  expect(pelts.find(({ hare }) => hare === 77.4)?.year).toBe(1903);
  expect(pelts.find(({ lynx }) => lynx === 59.4)?.year).toBe(1904);
});

test("A line that is no row of numbers is an error that shows it.", () => {
  expect(() => parsePelts("year,hare,lynx\n1900,30,many\n")).toThrow('"1900,30,many"');
  expect(() => parsePelts("year,hare,lynx\n1900,30\n")).toThrow('"1900,30"');
});

test("The model's coordinates have mean 0 and variance 1, and lead back to thousands of pelts.", () => {
  const pelts = readPelts();
  const scale = fitLogScale(pelts);
  const states = pelts.map(scale.toModel);
  for (const i of [0, 1] as const) {
    const values = states.map((state) => state[i]);
    expect(values.reduce((sum, x) => sum + x, 0) / 21).toBeCloseTo(0, 12);
    expect(values.reduce((sum, x) => sum + x * x, 0) / 21).toBeCloseTo(1, 12);
  }
  const [hare, lynx] = scale.toThousands(states[3] as readonly [number, number]);
  expect(hare).toBeCloseTo(77.4, 10);
  expect(lynx).toBeCloseTo(35.2, 10);
});
