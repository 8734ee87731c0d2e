import type { EngineChoice } from "../messages.js";

/** An engine that the reader can choose. */
export interface AvailableEngine {
  readonly value: EngineChoice;
  readonly label: string;
  /** Whether this browser has it. */
  readonly here: boolean;
}

/** Whether a compiled f runs as a program on an engine. On those of the GPU it runs as it is. */
export function runsPrograms(engine: EngineChoice): boolean {
  return engine !== "webgl" && engine !== "webgpu";
}

/** The engines, in the order of the list. */
export async function availableEngines(): Promise<ReadonlyArray<AvailableEngine>> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  return [
    { value: "auto", label: "Fastest for small models", here: true },
    { value: "wasm", label: "WebAssembly", here: typeof WebAssembly === "object" },
    { value: "cpu", label: "JavaScript", here: true },
    { value: "webgl", label: "WebGL", here: hasWebgl() },
    { value: "webgpu", label: "WebGPU", here: adapter != null },
  ];
}

/** In a worker, it needs a canvas off the screen. */
function hasWebgl(): boolean {
  if (typeof OffscreenCanvas === "undefined") return false;
  const context = new OffscreenCanvas(1, 1).getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
