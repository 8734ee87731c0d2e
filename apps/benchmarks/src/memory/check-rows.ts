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
    ...groups(rows, ({ layers, method }) => `L = ${layers}, ${method}`).flatMap(checkSteps),
    ...groups(rows, ({ layers, steps }) => `L = ${layers}, N = ${steps}`).flatMap(checkStages),
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

function checkSteps([where, rows]: Group): Array<string> {
  const sizes = rows.map((row) => withoutCheckpoints(symplectic(row)));
  if (new Set(sizes).size === 1) return [];
  return [`${where}: the peak without checkpoints depends on N: ${sizes.join(", ")} bytes.`];
}

function checkStages([where, rows]: Group): Array<string> {
  const sorted = rows.slice().sort((a, b) => a.activeStages - b.activeStages);
  const states = sorted.slice(1).map((row, i) => {
    const before = sorted[i] as MemoryRow;
    const growth = withoutCheckpoints(symplectic(row)) - withoutCheckpoints(symplectic(before));
    return growth / symplectic(row).state / (row.activeStages - before.activeStages);
  });
  if (states.every((each) => Number.isInteger(each) && each === states[0])) return [];
  return [`${where}: the peak grows by ${states.join(", then ")} states for each stage.`];
}

type Group = readonly [name: string, rows: ReadonlyArray<MemoryRow>];

function groups(
  rows: ReadonlyArray<MemoryRow>,
  nameOf: (row: MemoryRow) => string,
): ReadonlyArray<Group> {
  const names = new Set(rows.map(nameOf));
  return [...names].map((name) => [name, rows.filter((row) => nameOf(row) === name)]);
}

function symplectic({ strategies }: MemoryRow): MemoryFigures {
  return strategies.odeintSymplecticAdjoint;
}
