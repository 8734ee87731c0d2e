import type { FloatArray } from "../../program/program.js";
import type { Leaves } from "../executor.js";
import { instantiate } from "./module/load-module.js";
import { MemoryPlan, PAGE_BYTES } from "./serialise/memory-plan.js";

/** Up to this length a loop is faster than the built-in copies. */
const SHORT = 32;

/** An instance of the module with a memory of its own. */
export class ModuleMemory {
  /** Where everything lies. */
  readonly plan: MemoryPlan;
  /** Runs the instructions from one address to another. */
  readonly run: (begin: number, end: number) => void;
  private readonly memory: WebAssembly.Memory;
  private readonly single: boolean;
  /** The whole memory, as numbers of the program's precision. */
  private numbers: FloatArray;
  private doubles: Float64Array;

  constructor(module: WebAssembly.Module, precision: "float32" | "float64") {
    this.memory = new WebAssembly.Memory({ initial: 1 });
    const { firstFree, runFloat32, runFloat64 } = instantiate(module, this.memory);
    this.single = precision === "float32";
    this.run = this.single ? runFloat32 : runFloat64;
    this.plan = new MemoryPlan(firstFree());
    this.doubles = new Float64Array(this.memory.buffer);
    this.numbers = this.doubles;
  }

  /** Bytes of the memory. */
  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** Makes the memory as large as planned, and writes what was placed. */
  settle(): void {
    const missing = this.plan.pages - this.bytes / PAGE_BYTES;
    if (missing > 0) this.memory.grow(missing);
    const { buffer } = this.memory;
    this.doubles = new Float64Array(buffer);
    this.numbers = this.single ? new Float32Array(buffer) : this.doubles;
    this.plan.write(buffer);
  }

  readDouble(address: number): number {
    return this.doubles[address >>> 3] as number;
  }

  writeDouble(address: number, value: number): void {
    this.doubles[address >>> 3] = value;
  }

  readNumber(address: number): number {
    return this.numbers[address >>> (this.single ? 2 : 3)] as number;
  }

  writeNumber(address: number, value: number): void {
    this.numbers[address >>> (this.single ? 2 : 3)] = value;
  }

  /** Copies arrays to where they lie one after another. */
  copyIn(leaves: Leaves, address: number): void {
    const { numbers } = this;
    let start = address >>> (this.single ? 2 : 3);
    for (const leaf of leaves) {
      const { length } = leaf;
      if (length > SHORT) numbers.set(leaf, start);
      else for (let i = 0; i < length; i++) numbers[start + i] = leaf[i] as number;
      start += length;
    }
  }

  /** Copies numbers that lie one after another to arrays. */
  copyOut(leaves: Leaves, address: number): void {
    const { numbers } = this;
    let start = address >>> (this.single ? 2 : 3);
    for (const leaf of leaves) {
      const { length } = leaf;
      if (length > SHORT) leaf.set(numbers.subarray(start, start + length));
      else for (let i = 0; i < length; i++) leaf[i] = numbers[start + i] as number;
      start += length;
    }
  }

  /** Adds numbers at an address to an array. */
  addTo(sum: FloatArray, address: number): void {
    const { numbers } = this;
    const start = address >>> (this.single ? 2 : 3);
    for (let i = 0; i < sum.length; i++)
      sum[i] = (sum[i] as number) + (numbers[start + i] as number);
  }
}
