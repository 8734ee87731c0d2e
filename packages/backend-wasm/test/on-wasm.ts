import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { afterEach, beforeAll, beforeEach, describe, expect, vi } from "vitest";
import { loadWasmModule } from "../src/module/load-wasm-module.js";
import type { WasmModule } from "../src/module/wasm-module.js";
import { useWasm, type WasmInUse } from "../src/use-wasm.js";

/** Sizes at which a kernel goes from one of its loops to another, and beyond. */
export const AWKWARD_SIZES: ReadonlyArray<number> = [
  0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 511, 512, 513, 1023, 2100,
];

/** Runs a suite on the engine wasm, equipped; after each test all tensors and buffers it made must be gone. */
export function onWasm(title: string, suite: (get: () => WasmModule) => void): void {
  describe(title, () => {
    let module: WasmModule;
    let before = { tensors: 0, buffers: 0 };
    const count = () => ({ tensors: tf.memory().numTensors, buffers: module.backend.numDataIds() });
    beforeAll(async () => {
      module = await activeModule();
    });
    beforeEach(() => {
      before = count();
      tf.engine().startScope();
    });
    afterEach(() => {
      tf.engine().endScope();
      expect(count()).toEqual(before);
    });
    suite(() => module);
  });
}

const uses: Array<WasmInUse> = [];

/**
 * The module of the engine wasm, which is made ready, without the banner that tfjs prints in Node. It stays ready until
 * the end of the file.
 */
export async function activeModule(): Promise<WasmModule> {
  uses.push(await quietly(useWasm));
  const module = await loadWasmModule(tf.backend() as BackendWasm);
  if ("reason" in module) throw new Error(module.reason);
  return module;
}

/** Undoes what `activeModule` did. */
export async function undoUses(): Promise<void> {
  for (const wasm of uses.splice(0).reverse()) await wasm.undo();
}

/** A tensor that is made on the engine cpu, while wasm is the active one before and after. */
export function madeOnCpu(make: () => tf.Tensor): Promise<tf.Tensor> {
  return quietly(async () => {
    await tf.setBackend("cpu");
    const tensor = make();
    await tf.setBackend("wasm");
    return tensor;
  });
}

async function quietly<T>(body: () => Promise<T>): Promise<T> {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  try {
    return await body();
  } finally {
    warn.mockRestore();
  }
}

/** Numbers between -1 and 1, the same for the same seed, as float32 has them. */
export function numbers(size: number, seed: number): Float32Array {
  let state = seed * 2654435761 + 1;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** The values of a state's leaves. */
export function values(state: ReadonlyArray<tf.Tensor>): Array<Array<number>> {
  return state.map((leaf) => Array.from(leaf.dataSync()));
}
