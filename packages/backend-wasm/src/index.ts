// Activating the engine

export { useWasm, type WasmInUse } from "./use-wasm.js";
export type { WasmFile, WasmOptions } from "./wasm-options.js";
