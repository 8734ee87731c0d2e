// Making the engine ready

export { useCpu } from "./use-cpu.js";
