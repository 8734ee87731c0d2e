import type { FloatArray, MapInstruction } from "../../program/program.js";
import type { FunctionName } from "../maps/calculations.js";
import {
  FIXED,
  type MapPlace,
  type MapPlan,
  planMap,
  WITH_COLUMNS,
  WITH_ELEMENTS,
} from "../maps/plan-map.js";
import { binaryLoop, ternaryLoops } from "./loops/binary-loops.js";
import type { MapLoop } from "./loops/map-loop.js";
import { isUnary, unaryLoop } from "./loops/unary-loops.js";

/** Numbers of a block: few enough for all registers to stay in the fastest cache. */
const BLOCK = 256;

/** Scratch memory that a map needs, in numbers. */
export function scratchOf(instruction: MapInstruction): number {
  return planMap(instruction, BLOCK).registers * BLOCK;
}

/** A map, ready to run; its registers are in scratch memory. */
export function prepareMap(
  memory: FloatArray,
  instruction: MapInstruction,
  scratchStart: number,
): () => void {
  const plan = planMap(instruction, BLOCK);
  const { outer, inner, rows, block, fixed, columns } = plan;
  const registerAt = (i: number): number => scratchStart + i * BLOCK;
  const placeOf = ({ at, moves }: MapPlace): MapPlace => ({
    at: moves === FIXED ? registerAt(at) : at,
    moves,
  });
  const steps = plan.functions.map(({ fn, out, operands }): Step => {
    const [a, b = a, c = a] = operands.map(placeOf) as [MapPlace, MapPlace?, MapPlace?];
    return { loop: loopOf(fn), out: placeOf(out), a, b, c };
  });
  const moved = [0, 0, 0];
  const size = outer * inner;
  if (size <= block && fixed.length + columns.length === 0)
    return () => runSteps(memory, steps, moved, size);
  return () => {
    for (const one of fixed) repeat(memory, one, registerAt(one.register));
    for (let row = 0; row < outer; row += rows)
      for (let column = 0; column < inner; column += block) {
        const height = Math.min(rows, outer - row);
        const width = Math.min(block, inner - column);
        for (const { register, offset } of columns)
          expand(memory, offset + row, registerAt(register), height, width);
        moved[WITH_ELEMENTS] = row * inner + column;
        moved[WITH_COLUMNS] = column;
        runSteps(memory, steps, moved, height * width);
      }
  };
}

interface Step {
  readonly loop: MapLoop;
  readonly out: MapPlace;
  readonly a: MapPlace;
  readonly b: MapPlace;
  readonly c: MapPlace;
}

/** @param moved How far places have moved, by the way in which they move. */
function runSteps(
  memory: FloatArray,
  steps: ReadonlyArray<Step>,
  moved: ReadonlyArray<number>,
  count: number,
): void {
  for (let s = 0; s < steps.length; s++) {
    const { loop, out, a, b, c } = steps[s] as Step;
    loop(
      memory,
      count,
      out.at + (moved[out.moves] as number),
      a.at + (moved[a.moves] as number),
      b.at + (moved[b.moves] as number),
      c.at + (moved[c.moves] as number),
    );
  }
}

function repeat(
  memory: FloatArray,
  { offset, period, length }: MapPlan["fixed"][number],
  to: number,
): void {
  for (let start = 0; start < length; start += period)
    for (let i = 0; i < period; i++) memory[to + start + i] = memory[offset + i] as number;
}

/** Each of `height` numbers `width` times. */
function expand(memory: FloatArray, from: number, to: number, height: number, width: number): void {
  for (let i = 0; i < height; i++) {
    const value = memory[from + i] as number;
    for (let j = 0; j < width; j++) memory[to + i * width + j] = value;
  }
}

function loopOf(fn: FunctionName): MapLoop {
  if (fn === "select" || fn === "multiplyAdd" || fn === "subtractProduct") return ternaryLoops[fn];
  return isUnary(fn) ? unaryLoop(fn) : binaryLoop(fn);
}
