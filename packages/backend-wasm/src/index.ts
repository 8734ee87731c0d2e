// Making the engine ready
export { useWasm } from "./use-wasm.js";
