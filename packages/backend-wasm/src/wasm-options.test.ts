import { describe, expect, test } from "vitest";
import { checkWasmOptions } from "./wasm-options.js";

const files = {
  "tfjs-backend-wasm.wasm": "a.wasm",
  "tfjs-backend-wasm-simd.wasm": "b.wasm",
  "tfjs-backend-wasm-threaded-simd.wasm": "c.wasm",
};

describe("The options of useWasm", () => {
  test.each([
    {},
    { wasmPaths: undefined, threadsCount: undefined },
    { wasmPaths: "/wasm/" },
    { wasmPaths: files, threadsCount: 4 },
  ])("may be %j.", (options) => {
    expect(() => checkWasmOptions(options)).not.toThrow();
  });

  test.each([
    [null, /argument of useWasm must be an object of options \(got null\).*useWasm\(\)/],
    [[], /argument of useWasm must be an object/],
    ["/wasm/", /argument of useWasm must be an object/],
    [{ threads: 2 }, /threads is not an option of useWasm \(got 2\).*wasmPaths, threadsCount/],
    [{ threadsCount: 0 }, /threadsCount must be a positive integer \(got 0\)/],
    [{ threadsCount: 1.5 }, /threadsCount must be/],
    [{ threadsCount: "2" }, /threadsCount must be.*\(got "2"\)/],
    [{ wasmPaths: "" }, /wasmPaths must be the folder/],
    [{ wasmPaths: 1 }, /wasmPaths must be the folder/],
    [{ wasmPaths: null }, /wasmPaths must be the folder/],
    [{ wasmPaths: { "tfjs-backend-wasm.wasm": "a.wasm" } }, /give all of .*threaded-simd.wasm/],
    [{ wasmPaths: { ...files, "other.wasm": "d.wasm" } }, /wasmPaths must be the folder/],
  ])("may not be %j.", (options, message) => {
    expect(() => checkWasmOptions(options)).toThrow(message);
  });
});
