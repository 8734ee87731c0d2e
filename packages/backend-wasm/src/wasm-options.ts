import {
  checkOptions,
  isPlainObject,
  must,
  numberRequirement,
  type Requirement,
} from "@symplectic-adjoint/core";

/** The name of one of the binaries of `@tensorflow/tfjs-backend-wasm`, of which it takes the best that the runtime can run. */
export type WasmFile =
  | "tfjs-backend-wasm.wasm"
  | "tfjs-backend-wasm-simd.wasm"
  | "tfjs-backend-wasm-threaded-simd.wasm";

const FILES: ReadonlyArray<WasmFile> = [
  "tfjs-backend-wasm.wasm",
  "tfjs-backend-wasm-simd.wasm",
  "tfjs-backend-wasm-threaded-simd.wasm",
];

/** Options of `useWasm`. They are for TensorFlow.js, which reads them when it starts the engine, once. */
export interface WasmOptions {
  /**
   * Where the binaries are: the folder, as a path or URL that ends in "/", or the place of each. Default: where TensorFlow.js
   * looks, which is beside its own files; right in Node, not with most bundlers.
   */
  readonly wasmPaths?: string | Readonly<Record<WasmFile, string>> | undefined;
  /** How many threads its kernels may use, where it has threads: in pages that are isolated across origins. Default: all cores. */
  readonly threadsCount?: number | undefined;
}

/** What the options of `useWasm` must be. */
const TABLE: Readonly<Record<keyof WasmOptions, Requirement>> = {
  wasmPaths: must(
    isPlace,
    "must be the folder of the binaries, or an object with the place of each",
    `Write wasmPaths: "/wasm/", or give all of ${FILES.join(", ")}.`,
  ),
  threadsCount: numberRequirement(
    (count) => Number.isInteger(count) && count > 0,
    "must be a whole number of threads, one at least",
    "Write threadsCount: 1, or leave it out to use all cores.",
  ),
};

/** @throws UnknownOptionError | InvalidArgumentError when the options are invalid. */
export function checkWasmOptions(options: unknown): asserts options is WasmOptions {
  checkOptions("useWasm", options, TABLE, {
    remedy: 'Write useWasm(), or useWasm({ wasmPaths: "/wasm/" }).',
  });
}

function isPlace(paths: unknown): boolean {
  if (typeof paths === "string") return paths !== "";
  if (!isPlainObject(paths)) return false;
  const places = paths as Readonly<Record<string, unknown>>;
  return (
    Object.keys(places).length === FILES.length &&
    FILES.every((file) => typeof places[file] === "string" && places[file] !== "")
  );
}
