import { grouped } from "../timing/grouped.js";
import type { MemoryFigures } from "./measure-solve.js";
import type { MemoryRow } from "./memory-row.js";

/**
 * What the symplectic adjoint promises of its memory, and does not keep, in sentences:
 *
 * - its checkpoints are a state per step (the first is y0 itself, which takes no memory);
 * - its peak without them is the same for every number of steps;
 * - and grows with the number of stages by states only, by as many for each stage;
 * - two runs are alike, to the byte.
 */
export function checkRows(rows: ReadonlyArray<MemoryRow>): Array<string> {
  return [
    ...rows.flatMap(checkRow),
    ...grouped(rows, (a, b) => a.layers === b.layers && a.method === b.method).flatMap(checkSteps),
    ...grouped(rows, (a, b) => a.layers === b.layers && a.steps === b.steps).flatMap(checkStages),
  ];
}

/** The symplectic adjoint's peak minus its checkpoints. */
export function withoutCheckpoints({ peak, held }: MemoryFigures): number {
  return peak - held;
}

function checkRow(row: MemoryRow): Array<string> {
  const found: Array<string> = [];
  const figures = symplectic(row);
  const where = `L = ${row.layers}, N = ${row.steps}, ${row.method}`;
  const expected = (row.steps - 1) * figures.state;
  if (figures.held !== expected)
    found.push(`${where}: ${figures.held} bytes of checkpoints, ${expected} expected.`);
  const [once, again] = [figures, row.again].map((each) => JSON.stringify(each));
  if (once !== again) found.push(`${where}: two runs differ: ${once} and ${again}.`);
  return found;
}

function checkSteps(rows: Group): Array<string> {
  const [{ layers, method }] = rows;
  const sizes = rows.map((row) => withoutCheckpoints(symplectic(row)));
  if (new Set(sizes).size === 1) return [];
  return [
    `L = ${layers}, ${method}: the peak without checkpoints depends on N: ${sizes.join(", ")} bytes.`,
  ];
}

function checkStages(rows: Group): Array<string> {
  const [{ layers, steps }] = rows;
  const sorted = rows.slice().sort((a, b) => a.activeStages - b.activeStages);
  const states = sorted.slice(1).map((row, i) => {
    const before = sorted[i] as MemoryRow;
    const growth = withoutCheckpoints(symplectic(row)) - withoutCheckpoints(symplectic(before));
    return growth / symplectic(row).state / (row.activeStages - before.activeStages);
  });
  if (states.every((each) => Number.isInteger(each) && each === states[0])) return [];
  return [
    `L = ${layers}, N = ${steps}: the peak grows by ${states.join(", then ")} states for each stage.`,
  ];
}

type Group = readonly [MemoryRow, ...Array<MemoryRow>];

function symplectic({ strategies }: MemoryRow): MemoryFigures {
  return strategies.odeintSymplecticAdjoint;
}
