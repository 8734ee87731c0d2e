import {
  checkOptions,
  isPlainObject,
  must,
  numberRequirement,
  type Requirement,
} from "@symplectic-adjoint/core";

/** The name of one of the binaries of `@tensorflow/tfjs-backend-wasm`, of which the best supported one is loaded. */
export type WasmFile =
  | "tfjs-backend-wasm.wasm"
  | "tfjs-backend-wasm-simd.wasm"
  | "tfjs-backend-wasm-threaded-simd.wasm";

const FILES: ReadonlyArray<WasmFile> = [
  "tfjs-backend-wasm.wasm",
  "tfjs-backend-wasm-simd.wasm",
  "tfjs-backend-wasm-threaded-simd.wasm",
];

/** Options of `useWasm`. TensorFlow.js reads them once, when it starts the engine. */
export interface WasmOptions {
  /**
   * Location of the binaries: the folder, as a path or URL that ends in "/", or the location of each. Default: next to
   * TensorFlow.js' own files, which works in Node, but not with most bundlers.
   */
  readonly wasmPaths?: string | Readonly<Record<WasmFile, string>> | undefined;
  /**
   * Maximum number of threads of its kernels, if threads are available: in cross-origin isolated pages. Default: all
   * cores.
   */
  readonly threadsCount?: number | undefined;
}

/** Requirements on the options of `useWasm`. */
const TABLE: Readonly<Record<keyof WasmOptions, Requirement>> = {
  wasmPaths: must(
    isPlace,
    "must be the folder of the binaries, or an object with the location of each",
    `Write wasmPaths: "/wasm/", or give all of ${FILES.join(", ")}.`,
  ),
  threadsCount: numberRequirement(
    (count) => Number.isInteger(count) && count > 0,
    "must be a positive integer",
    "Write threadsCount: 1, or leave it out to use all cores.",
  ),
};

/** @throws UnknownOptionError | InvalidArgumentError if the options are invalid. */
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
