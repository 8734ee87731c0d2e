import { expect, test } from "vitest";
import { ENTROPY, TOYS, type ToyName, toyPoints } from "../src/cnf-toys/densities.js";

const COUNT = 40_000;

function pointsOf(name: ToyName): Array<[number, number]> {
  const flat = toyPoints(name, COUNT, 5);
  return Array.from({ length: COUNT }, (_, i) => [
    flat[2 * i] as number,
    flat[2 * i + 1] as number,
  ]);
}

function moments(values: ReadonlyArray<number>): { mean: number; deviation: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

// Means and standard deviations of both coordinates, in closed form or by an integral.
const wave = 4 / Math.SQRT2;
const eight = Math.hypot(wave, 0.5) / Math.SQRT2;
const circle = Math.sqrt((9 + 2.25) / 2 / 2 + 0.24 ** 2);
const rings = Math.sqrt((9 * (1 + 4 + 9 + 16)) / 16 / 4 / 2 + 0.24 ** 2);
test.each<[ToyName, [number, number], [number, number]]>([
  ["8gaussians", [0, 0], [eight, eight]],
  ["checkerboard", [0, 0], [4 / Math.sqrt(3), Math.sqrt(16 / 3)]],
  ["circles", [0, 0], [circle, circle]],
  ["rings", [0, 0], [rings, rings]],
  ["moons", [0, 0.3], [2 * Math.sqrt(0.75 + 0.01), 2 * Math.sqrt(0.2469 + 0.01)]],
])("The points of %s have its mean and its standard deviation.", (name, means, deviations) => {
  const points = pointsOf(name);
  for (const k of [0, 1] as const) {
    const { mean, deviation } = moments(points.map((point) => point[k]));
    expect(Math.abs(mean - means[k])).toBeLessThan(5 * (deviations[k] / Math.sqrt(COUNT)));
    expect(Math.abs(deviation / deviations[k] - 1)).toBeLessThan(0.02);
  }
});

test("The points of the checkerboard are in half of its cells, all equally often.", () => {
  const cells = new Map<string, number>();
  for (const [x, y] of pointsOf("checkerboard")) {
    const cell = `${Math.floor(x / 2)} ${Math.floor(y / 2)}`;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  expect(cells.size).toBe(8);
  for (const [cell, count] of cells) {
    const [column, row] = cell.split(" ").map(Number) as [number, number];
    expect((column + row + 8) % 2).toBe(0);
    expect(Math.abs(count / (COUNT / 8) - 1)).toBeLessThan(0.08);
  }
  expect(ENTROPY.checkerboard).toBeCloseTo(3.4657, 4);
});

test("The entropy of the eight Gaussians is the mean of their negative log-density.", () => {
  const deviation = 0.5 / Math.SQRT2;
  const centres = Array.from({ length: 8 }, (_, i) => [
    (4 * Math.cos((i * Math.PI) / 4)) / Math.SQRT2,
    (4 * Math.sin((i * Math.PI) / 4)) / Math.SQRT2,
  ]) as Array<[number, number]>;
  const logs = pointsOf("8gaussians").map(([x, y]) => {
    const terms = centres.map(([a, b]) =>
      Math.exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * deviation ** 2)),
    );
    const sum = terms.reduce((total, term) => total + term, 0);
    return -Math.log(sum / 8 / (2 * Math.PI * deviation ** 2));
  });
  expect(Math.abs(moments(logs).mean - (ENTROPY["8gaussians"] as number))).toBeLessThan(0.02);
});

test("Points lie where they ought to: rings, circles, arms, and the rolls within their bounds.", () => {
  const radii = (name: ToyName) => pointsOf(name).map(([x, y]) => Math.hypot(x, y));
  const near = (values: ReadonlyArray<number>, targets: ReadonlyArray<number>, noise: number) =>
    values.filter((r) => targets.some((target) => Math.abs(r - target) < 4 * noise)).length;
  expect(near(radii("circles"), [1.5, 3], 0.24) / COUNT).toBeGreaterThan(0.99);
  expect(near(radii("rings"), [0.75, 1.5, 2.25, 3], 0.24) / COUNT).toBeGreaterThan(0.99);
  expect(Math.max(...radii("2spirals"))).toBeLessThan(Math.PI + 0.25 + 0.6);
  expect(Math.max(...radii("swissroll"))).toBeLessThan((4.5 * Math.PI) / 5 + 1.2);
  // Of an arm all points are at 2(1 ± 0.3) from the centre.
  expect(Math.abs(moments(radii("pinwheel")).mean - 2)).toBeLessThan(0.05);
});

test("The same seed gives the same points, another one others.", () => {
  for (const name of TOYS) {
    expect(toyPoints(name, 10, 1)).toEqual(toyPoints(name, 10, 1));
    expect(toyPoints(name, 10, 1)).not.toEqual(toyPoints(name, 10, 2));
  }
});
