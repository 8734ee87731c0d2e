import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";

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

const NAMES = ["wasmPaths", "threadsCount"];

/** @throws UnknownOptionError | InvalidArgumentError when the options cannot be meant. */
export function checkOptions(options: unknown): asserts options is WasmOptions {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError({
      argument: "The argument of useWasm",
      value: options,
      problem: "must be an object of options",
      remedy: 'Write useWasm(), or useWasm({ wasmPaths: "/wasm/" }).',
    });
  }
  for (const [name, value] of Object.entries(options)) {
    if (NAMES.includes(name)) continue;
    throw new UnknownOptionError({
      argument: name,
      value,
      problem: "is not an option of useWasm",
      remedy: `Its options are ${NAMES.join(", ")}.`,
    });
  }
  const { wasmPaths, threadsCount } = options as Record<string, unknown>;
  checkPaths(wasmPaths);
  if (threadsCount === undefined || (Number.isInteger(threadsCount) && Number(threadsCount) > 0)) {
    return;
  }
  throw new InvalidArgumentError({
    argument: "threadsCount",
    value: threadsCount,
    problem: "must be a whole number of threads, one at least",
    remedy: "Write threadsCount: 1, or leave it out to use all cores.",
  });
}

function checkPaths(paths: unknown): void {
  if (paths === undefined || (typeof paths === "string" && paths !== "")) return;
  const places = (typeof paths === "object" ? paths : null) as Record<string, unknown> | null;
  const isFull = FILES.every((file) => typeof places?.[file] === "string");
  if (isFull && Object.keys(places ?? {}).length === FILES.length) return;
  throw new InvalidArgumentError({
    argument: "wasmPaths",
    value: paths,
    problem: "must be the folder of the binaries, or an object with the place of each",
    remedy: `Write wasmPaths: "/wasm/", or give all of ${FILES.join(", ")}.`,
  });
}
