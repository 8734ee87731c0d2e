import { beforeAll, describe, expect, test, vi } from "vitest";
import { activeModule, numbers } from "../../test/on-wasm.js";
import { heapOf } from "./heap.js";
import { instantiate, loadWasmModule } from "./load-wasm-module.js";
import type { WasmExports } from "./wasm-exports.js";
import type { WasmModule } from "./wasm-module.js";

let module: WasmModule;
beforeAll(async () => {
  module = await activeModule();
});

test("A backend has one module, over the memory that its tensors are in.", async () => {
  expect(await loadWasmModule(module.backend)).toBe(module);
  const info = module.backend.makeOutput([2], "float32");
  module.backend.typedArrayFromHeap(info).set([3, 4]);
  const at = module.backend.getMemoryOffset(info.dataId);
  expect(module.exports.dot(at, at, 2)).toBe(25);
  module.backend.disposeData(info.dataId);
});

describe("A backend whose memory cannot be found", () => {
  const { instantiate: compile } = WebAssembly;
  const withWasm = (wasm: object) =>
    ({ ...module.backend, wasm }) as unknown as WasmModule["backend"];

  test("has no heap, and no module: the reason says why.", async () => {
    for (const wasm of [
      {},
      { asm: {}, _malloc: () => 0, _free: () => {} },
      { asm: { memory: module.memory } },
    ]) {
      expect(heapOf(withWasm(wasm))).toBeUndefined();
      expect(await loadWasmModule(withWasm(wasm))).toEqual({
        reason: "this version of @tensorflow/tfjs-backend-wasm does not expose its memory",
      });
    }
  });

  test.each([
    [new WebAssembly.CompileError("no"), "WebAssembly SIMD is not supported (CompileError: no)"],
    [
      new WebAssembly.LinkError("no"),
      "they are incompatible with the engine's memory (LinkError: no)",
    ],
  ])("has none if the module cannot be instantiated: %s.", async (error, reason) => {
    const mock = vi.spyOn(WebAssembly, "instantiate").mockRejectedValue(error);
    expect(await loadWasmModule(withWasm({ ...module.backend.wasm }))).toEqual({ reason });
    mock.mockRestore();
    expect(WebAssembly.instantiate).toBe(compile);
  });
});

describe("Over a memory that threads share", () => {
  const [size, terms] = [1023, 9];

  /** All results of the functions for the same numbers in this memory. */
  async function compute(memory: WebAssembly.Memory): Promise<ReadonlyArray<number>> {
    const exports: WasmExports = await instantiate(memory);
    const at = (k: number) => 1024 + 4100 * k;
    for (let k = 0; k < terms; k++)
      new Float32Array(memory.buffer, at(k), size).set(numbers(size, k));
    new Uint32Array(memory.buffer, 0, terms).set(Array.from({ length: terms }, (_, k) => at(k)));
    new Float32Array(memory.buffer, 512, terms).set(numbers(terms, 99));
    exports.linearCombination(at(terms), 0, 512, terms, size);
    exports.scaledError(at(terms + 1), at(0), at(1), at(2), 1e-3, 1e-6, size);
    exports.add(at(terms + 2), at(0), at(1), size);
    return [
      ...[0, 1, 2].flatMap((k) => Array.from(new Float32Array(memory.buffer, at(terms + k), size))),
      exports.dot(at(0), at(1), size),
      exports.squaredErrors(at(0), at(1), at(2), 1e-3, 1e-6, size),
    ];
  }

  test("the module returns bitwise the same numbers.", async () => {
    const limits = { initial: 2, maximum: 10 };
    const plain = await compute(new WebAssembly.Memory(limits));
    const shared = await compute(new WebAssembly.Memory({ ...limits, shared: true }));
    expect(plain.filter((value) => value !== 0).length).toBeGreaterThan(3 * size);
    expect(shared).toEqual(plain);
  });

  test("heapOf finds it beside the exports, as the build of TensorFlow.js with threads has it.", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const wasm = { asm: {}, wasmMemory: memory, _malloc: () => -16, _free: () => {} };
    const heap = heapOf({ wasm } as unknown as WasmModule["backend"]);
    expect(heap?.memory).toBe(memory);
    // Beyond 2 GB the allocator returns negative numbers.
    expect(heap?.allocate(8)).toBe(2 ** 32 - 16);
  });
});
