import type { FloatArray, MapInstruction } from "../../program/program.js";
import { type MapPlan, planMap, type Tile } from "./plan-map.js";

/** A map, ready to run; scratch memory begins at `scratchStart`. */
export function prepareMap(
  memory: FloatArray,
  instruction: MapInstruction,
  scratchStart: number,
): () => void {
  const plan = planMap(instruction, scratchStart);
  const { rows, length, block, repeatedRows, repeatedColumns } = plan;
  const { inner } = instruction;
  if (rows === 1 && length <= block && repeatedColumns.length === 0 && repeatedRows.length === 0)
    return () => runSteps(memory, plan, 0, 0, length);
  return () => {
    for (const tile of repeatedRows) repeatRow(memory, tile, inner, block);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < length; j += block) {
        const count = Math.min(block, length - j);
        for (const tile of repeatedColumns)
          repeatColumn(memory, tile, j / inner, inner, count / inner);
        runSteps(memory, plan, i, j, count);
      }
  };
}

function runSteps(
  memory: FloatArray,
  { steps }: MapPlan,
  i: number,
  j: number,
  count: number,
): void {
  for (let s = 0; s < steps.length; s++) {
    const { loop, out, a, b, c } = steps[s] as MapPlan["steps"][number];
    loop(
      memory,
      count,
      out.base + out.perRow * i + out.perNumber * j,
      a.base + a.perRow * i + a.perNumber * j,
      a.stride,
      b.base + b.perRow * i + b.perNumber * j,
      b.stride,
      c.base + c.perRow * i + c.perNumber * j,
      c.stride,
    );
  }
}

function repeatRow(memory: FloatArray, { from, to }: Tile, inner: number, length: number): void {
  for (let row = 0; row < length; row += inner)
    for (let j = 0; j < inner; j++) memory[to + row + j] = memory[from + j] as number;
}

function repeatColumn(
  memory: FloatArray,
  { from, to }: Tile,
  first: number,
  inner: number,
  rows: number,
): void {
  for (let i = 0; i < rows; i++) {
    const value = memory[from + first + i] as number;
    for (let j = 0; j < inner; j++) memory[to + i * inner + j] = value;
  }
}
