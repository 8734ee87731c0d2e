import type { Profiler } from "node:inspector";
import { connectInspector } from "./connect-inspector.js";

/** Coverage of one script by V8. */
export type ScriptCoverage = Profiler.ScriptCoverage;

/**
 * Starts counting, in this process, calls of functions and passes through their blocks, in scripts that the filter accepts.
 *
 * @returns What was entered since it was last called, or since the start.
 */
export function startCoverage(
  wanted: (url: string) => boolean,
): () => ReadonlyArray<ScriptCoverage> {
  const inspect = connectInspector();
  inspect("Profiler.enable");
  inspect("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  return () => {
    type Taken = Profiler.TakePreciseCoverageReturnType;
    const { result } = inspect<Taken>("Profiler.takePreciseCoverage");
    return result.filter(({ url }) => wanted(url));
  };
}
