// Activating the engine

export { useCpu } from "./use-cpu.js";
