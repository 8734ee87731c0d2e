import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { beforeEach, expect, test, vi } from "vitest";
import { useWasm } from "../src/index.js";
import { kernelsOfWasm, operationsInUse, stopWasm } from "./engines.js";

const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
const warnings = () => warn.mock.calls.flat().filter((text) => /symplectic-adjoint/.test(text));

/** Starts the engine, and hides its memory, as another version of TensorFlow.js might. */
async function startWithHiddenMemory(): Promise<void> {
  await tf.setBackend("wasm");
  const wasm = (tf.backend() as BackendWasm).wasm as unknown as { asm: Record<string, unknown> };
  const { memory: _, ...functions } = wasm.asm;
  wasm.asm = functions;
}

beforeEach(async () => {
  await tf.setBackend("cpu");
  await stopWasm();
});

test("If the memory is inaccessible, the kernels of TensorFlow.js are used, with a single warning.", async () => {
  await startWithHiddenMemory();
  const stock = kernelsOfWasm();
  const wasm = await useWasm();
  expect([tf.getBackend(), wasm.fused, operationsInUse()]).toEqual(["wasm", false, "ordinary"]);
  expect(kernelsOfWasm()).toEqual(stock);
  await wasm.undo();
  await (await useWasm()).undo();
  expect(warnings()).toEqual([
    "symplectic-adjoint runs without its wasm kernels, which is slower: this version of @tensorflow/tfjs-backend-wasm does not expose its memory.",
  ]);
});

test("The same without SIMD in WebAssembly.", async () => {
  await tf.setBackend("wasm");
  const instantiate = vi
    .spyOn(WebAssembly, "instantiate")
    .mockRejectedValue(new WebAssembly.CompileError("Wasm SIMD unsupported"));
  const wasm = await useWasm();
  instantiate.mockRestore();
  expect([tf.getBackend(), wasm.fused, operationsInUse()]).toEqual(["wasm", false, "ordinary"]);
  await wasm.undo();
});

test("An engine that cannot be equipped does not spoil the next one.", async () => {
  await startWithHiddenMemory();
  const spoilt = await useWasm();
  await tf.setBackend("cpu");
  await stopWasm();
  const wasm = await useWasm();
  expect([wasm.fused, operationsInUse()]).toEqual([true, "ours"]);
  await wasm.undo();
  await spoilt.undo();
});
