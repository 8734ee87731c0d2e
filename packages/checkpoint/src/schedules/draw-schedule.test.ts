import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import {
  binomial,
  drawSchedule,
  everyStep,
  multiLevel,
  online,
  simulateSchedule,
} from "../index.js";

/** The lines of a class, without the sample in the legend. */
const linesOf = (svg: string, name: string): number =>
  (new RegExp(`<path class="${name}" d="([^"]*L[^"]*)"`).exec(svg)?.[1] ?? "").split("M").length -
  1;

describe("drawSchedule", () => {
  it("draws a line for each sweep, reversal and checkpoint.", () => {
    const schedule = binomial({ checkpoints: 3 });
    const svg = drawSchedule(schedule, 12);
    const { actions, backwardStart } = simulateSchedule(schedule, 12);
    const count = (type: string, from: number, to?: number) =>
      actions.slice(from, to).filter((action) => action.type === type).length;
    expect(linesOf(svg, "forward")).toBe(count("advance", 0, backwardStart));
    expect(linesOf(svg, "replay")).toBe(count("advance", backwardStart));
    expect(linesOf(svg, "reversal")).toBe(12);
    expect(linesOf(svg, "near")).toBe(count("store", 0));
    expect(linesOf(svg, "far")).toBe(0);
  });

  it("has its lines within the picture.", () => {
    const svg = drawSchedule(online({ checkpoints: 4 }), 30, { width: 400, height: 200 });
    const points = [...svg.matchAll(/[ML]([\d.]+) ([\d.]+)/g)];
    expect(points.length).toBeGreaterThan(60);
    for (const [, x, y] of points) {
      expect(Number(x)).toBeLessThanOrEqual(400);
      expect(Number(y)).toBeLessThanOrEqual(200);
    }
  });

  it("tells of a slower store only where there is one.", () => {
    expect(drawSchedule(everyStep, 5)).not.toContain("slower store");
    const svg = drawSchedule(multiLevel({ near: 1, far: 2 }), 10, { knownTotal: false });
    expect(svg).toContain("checkpoint in a slower store");
    expect(linesOf(svg, "far")).toBeGreaterThan(0);
  });

  it("has a title and a description, and colours for a dark background.", () => {
    const svg = drawSchedule(binomial({ checkpoints: 10 }), 100);
    const title = "binomial(10): 100 steps, at most 10 checkpoints, 125 steps recomputed";
    expect(svg).toContain(`role="img" aria-label="${title}"`);
    expect(svg).toContain(`<title>${title}</title>`);
    expect(svg).toMatch(/<desc>Space-time diagram of the checkpoint schedule binomial\(10\): /);
    expect(svg).toContain("@media (prefers-color-scheme: dark)");
  });

  it("escapes the title.", () => {
    const svg = drawSchedule(everyStep, 1, { title: 'a "<b>" & c' });
    expect(svg).toContain("<title>a &quot;&lt;b&gt;&quot; &amp; c</title>");
    expect(svg).toContain("1 step, at most 1 checkpoint, 0 steps recomputed");
  });

  it("refuses what it cannot draw.", () => {
    expect(() => drawSchedule(everyStep, 0)).toThrow(InvalidArgumentError);
    expect(() => drawSchedule(everyStep, 5, { width: 0 })).toThrow(InvalidArgumentError);
    expect(() => drawSchedule({} as never, 5)).toThrow(InvalidArgumentError);
    expect(() => drawSchedule(everyStep, 5, { colour: "red" } as never)).toThrow(
      UnknownOptionError,
    );
  });
});
