import {
  booleanRequirement,
  type CheckpointSchedule,
  checkOptions,
  checkValue,
  nonEmptyString,
  numberRequirement,
} from "@symplectic-adjoint/core";
import { requiredCount } from "./counts.js";
import { type ScheduleLine, scheduleLines } from "./schedule-lines.js";
import { type SimulationOptions, simulateSchedule } from "./simulate-schedule.js";

/** Options of `drawSchedule`. */
export interface DrawingOptions extends SimulationOptions {
  /** Title, for screen readers and tooltips. Default: the schedule's name, the numbers of steps and checkpoints. */
  readonly title?: string | undefined;
  /** Default 720. */
  readonly width?: number | undefined;
  /** Default 320. */
  readonly height?: number | undefined;
}

const size = (name: string) =>
  numberRequirement(
    (value) => value >= 200 && value <= 10_000,
    "must be a number from 200 to 10000",
    `Write ${name}: 720, or leave it out.`,
  );
const TABLE = {
  knownTotal: booleanRequirement("Write knownTotal: false, or leave it out."),
  title: nonEmptyString('Write title: "Checkpoints", or leave it out.'),
  width: size("width"),
  height: size("height"),
};
const TOTAL = requiredCount("Write the number of steps: drawSchedule(everyStep, 100).");

const LEFT = 52;
const RIGHT = 16;
const TOP = 16;
const BOTTOM = 62;

const STYLE = `
.sa-schedule text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.sa-schedule path { fill: none; stroke-width: 1.5; stroke-linecap: round }
.sa-schedule .axis { stroke: #59636e; stroke-width: 1 }
.sa-schedule .forward { stroke: #0969da; stroke-width: 2 }
.sa-schedule .replay { stroke: #bc4c00 }
.sa-schedule .reversal { stroke: #1a7f37; stroke-width: 3 }
.sa-schedule .near { stroke: #6e7781; stroke-width: 1 }
.sa-schedule .far { stroke: #8250df; stroke-dasharray: 5 3 }
@media (prefers-color-scheme: dark) {
.sa-schedule text { fill: #e6edf3 }
.sa-schedule .axis { stroke: #9198a1 }
.sa-schedule .forward { stroke: #58a6ff }
.sa-schedule .replay { stroke: #f0883e }
.sa-schedule .reversal { stroke: #3fb950 }
.sa-schedule .near { stroke: #9198a1 }
.sa-schedule .far { stroke: #bc8cff }
}
`;

/**
 * Draws a schedule as a space-time diagram in SVG: to the right the steps that are computed one after the other, upward
 * the steps of the solution. Diagonal lines are steps taken, replayed and reversed, horizontal lines checkpoints.
 *
 * The picture adapts to light and dark colour schemes, and has a title and a description for screen readers. It has a
 * line for each action, so it is meant for some hundreds of steps.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an argument is invalid.
 * @example
 * await writeFile("binomial.svg", drawSchedule(binomial({ checkpoints: 4 }), 40));
 */
export function drawSchedule(
  schedule: CheckpointSchedule,
  total: number,
  options: DrawingOptions = {},
): string {
  checkValue("total", total, TOTAL);
  checkOptions("drawSchedule", options, TABLE);
  const { knownTotal, width = 720, height = 320 } = options;
  const simulation = simulateSchedule(schedule, total, { knownTotal });
  const lines = scheduleLines(simulation);
  const { peak, recomputed } = simulation;
  const facts = `${count(total, "step")}, at most ${count(peak, "checkpoint")}, ${count(recomputed, "step")} recomputed`;
  const { title = `${schedule.name}: ${facts}` } = options;

  const bottom = height - BOTTOM;
  const x = (work: number) => round(LEFT + (work / lines.work) * (width - LEFT - RIGHT));
  const y = (step: number) => round(bottom - (step / total) * (bottom - TOP));
  const path = (name: string, drawn: ReadonlyArray<ScheduleLine>): string => {
    if (drawn.length === 0) return "";
    const d = drawn.map(
      ({ work, step }) => `M${x(work[0])} ${y(step[0])}L${x(work[1])} ${y(step[1])}`,
    );
    return `<path class="${name}" d="${d.join("")}"/>\n`;
  };

  const kinds = [
    ["near", "checkpoint", lines.checkpoints.filter(({ level }) => level === 0)],
    ["far", "checkpoint in a slower store", lines.checkpoints.filter(({ level }) => level > 0)],
    ["forward", "step", lines.forward],
    ["replay", "recomputed step", lines.replays],
    ["reversal", "reversed step", lines.reversals],
  ] as const;
  const used = kinds.filter(([, , drawn]) => drawn.length > 0);

  return `<svg xmlns="http://www.w3.org/2000/svg" class="sa-schedule" role="img" aria-label="${escaped(title)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>${escaped(title)}</title>
<desc>Space-time diagram of the checkpoint schedule ${escaped(schedule.name)}: ${facts}.</desc>
<style>${STYLE}</style>
<path class="axis" d="M${LEFT} ${TOP}V${bottom}H${width - RIGHT}"/>
<text x="${LEFT - 6}" y="${TOP + 8}" text-anchor="end">${total}</text>
<text x="${LEFT - 6}" y="${bottom}" text-anchor="end">0</text>
<text x="${LEFT - 6}" y="${round((TOP + bottom) / 2)}" text-anchor="end">step</text>
<text x="${width - RIGHT}" y="${bottom + 16}" text-anchor="end">${lines.work} steps computed</text>
${used.map(([name, , drawn]) => path(name, drawn)).join("")}${legend(used, height - 14)}</svg>
`;
}

function legend(
  used: ReadonlyArray<readonly [name: string, label: string, drawn: unknown]>,
  y: number,
): string {
  let x = LEFT;
  return used
    .map(([name, label]) => {
      const entry = `<path class="${name}" d="M${x} ${y - 4}h20"/><text x="${x + 26}" y="${y}">${label}</text>\n`;
      x += 44 + 6.2 * label.length;
      return entry;
    })
    .join("");
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
