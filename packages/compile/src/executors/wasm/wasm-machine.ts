import type { FloatArray, Program } from "../../program/program.js";
import { addTo, copyIn, copyOut } from "../copy-leaves.js";
import { extentOf } from "../extent-of.js";
import type { Machine } from "../machine.js";
import { instantiate } from "./module/load-module.js";
import { layOut } from "./serialise/addresses.js";
import { instruction } from "./serialise/kinds.js";
import { MemoryPlan, PAGE_BYTES } from "./serialise/memory-plan.js";
import { serialise } from "./serialise/serialise.js";

/** Instructions in memory: from one address to another. */
interface Code {
  readonly begin: number;
  readonly end: number;
}

/** An instance of the module with a memory of its own: a place is an address, and code consists of words. */
export function wasmMachine(
  module: WebAssembly.Module,
  program: Program,
): Machine<number, number, Code> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { firstFree, runFloat32, runFloat64 } = instantiate(module, memory);
  const isSingle = program.precision === "float32";
  const run = isSingle ? runFloat32 : runFloat64;
  const shift = isSingle ? 2 : 3;
  const plan = new MemoryPlan(firstFree());
  const addresses = layOut(program, plan);
  const { at, size } = addresses;
  /** The whole memory, as numbers of the program and as doubles. */
  let numbers: FloatArray;
  let doubles: Float64Array;
  const bytesNow = (): number => memory.buffer.byteLength;
  const { states } = program.inputs;
  const { length: count } = extentOf(states);

  function assemble(words: ReadonlyArray<number>): Code {
    const begin = plan.place(Int32Array.from(words));
    return { begin, end: begin + 4 * words.length };
  }

  function settle(): void {
    const missing = plan.pages - bytesNow() / PAGE_BYTES;
    if (missing > 0) memory.grow(missing);
    const { buffer } = memory;
    doubles = new Float64Array(buffer);
    numbers = isSingle ? new Float32Array(buffer) : doubles;
    plan.write(buffer);
  }

  const first = (address: number): number => address >>> shift;
  const write = (leaves: ReadonlyArray<FloatArray>, address: number): void =>
    copyIn(leaves, numbers, first(address));

  const part = (list: Program["forward"]): Code => assemble(serialise(list, program, addresses));
  const [prelude, forward, backward] = [program.prelude, program.forward, program.backward].map(
    part,
  ) as [Code, Code, Code];
  settle();
  for (const { offset, values } of program.constants) write([values], at(offset));
  return {
    get bytes() {
      return bytesNow();
    },
    prelude,
    forward,
    backward,
    at: (slots) => at(extentOf(slots).offset),
    take: (length) => plan.take(length * size),
    takeDoubles: (values) => plan.place(values),
    assemble,
    settle,
    run({ begin, end }) {
      if (begin < end) run(begin, end);
    },
    copyIn: write,
    copyOut: (leaves, address) => copyOut(leaves, numbers, first(address)),
    addTo: (sum, address) => addTo(sum, numbers, first(address)),
    readNumber: (address) => numbers[first(address)] as number,
    writeNumber(address, value) {
      numbers[first(address)] = value;
    },
    readDouble: (address, index) => doubles[(address >>> 3) + index] as number,
    writeDouble(address, index, value) {
      doubles[(address >>> 3) + index] = value;
    },
    call: ({ begin, end }) => instruction("run", [begin, end]),
    copy: (out, x, length) => instruction("copy", [out, x, length]),
    zero: (out, length) => instruction("zero", [out, length * size]),
    combine(out, base, scale, weights, terms) {
      const used = weights.flatMap((weight, j) =>
        weight === 0 ? [] : [terms[j] as number, ...wordsOfDouble(weight)],
      );
      return instruction("combine", [out, base ?? 0, scale, count, used.length / 3, ...used]);
    },
    norm(out, error, from, to, tolerances) {
      let start = 0;
      const leaves = states.flatMap(({ length }, leaf) => {
        const ends = [error, from, to].map((place) => place + start);
        start += length * size;
        return instruction("norm", [out, ...ends, length, tolerances + 16 * leaf]);
      });
      return [...instruction("zero", [out, 8]), ...leaves];
    },
  };
}

function wordsOfDouble(value: number): Array<number> {
  return [...new Int32Array(Float64Array.of(value).buffer)];
}
