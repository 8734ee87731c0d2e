import type { Debugger } from "node:inspector";
import type { BusierScript } from "./busier-scripts.js";
import { connectInspector } from "./connect-inspector.js";

/** Names the function that breakpoints call. */
const NAME = "stepFilesEntered";

/**
 * Watches when the functions of some scripts are entered for the first time from now on. Coverage has counts, but no order.
 *
 * Every function has a breakpoint that never pauses: its condition notes the script, removes the breakpoint, and is false.
 *
 * @returns The scripts that have been entered since, in this order, whenever it is called.
 */
export function watchFirstEntries(
  scripts: ReadonlyArray<BusierScript>,
): () => ReadonlyArray<BusierScript> {
  const inspect = connectInspector();
  const entered = new Set<BusierScript>();
  const breakpoints: Array<{ readonly script: BusierScript; readonly breakpointId: string }> = [];
  Object.assign(globalThis, {
    [NAME](index: number): boolean {
      const { script, breakpointId } = breakpoints[index] as (typeof breakpoints)[number];
      entered.add(script);
      inspect("Debugger.removeBreakpoint", { breakpointId });
      return false;
    },
  });
  inspect("Debugger.enable");
  for (const script of scripts) {
    const { scriptId } = script;
    const { scriptSource } = inspect<Debugger.GetScriptSourceReturnType>(
      "Debugger.getScriptSource",
      { scriptId },
    );
    for (const offset of script.functions) {
      const start = { scriptId, ...positionOf(scriptSource, offset) };
      const inFunction = { start, restrictToFunction: true };
      const { locations } = inspect<Debugger.GetPossibleBreakpointsReturnType>(
        "Debugger.getPossibleBreakpoints",
        inFunction,
      );
      const [location] = locations;
      if (location === undefined) continue;
      const condition = `${NAME}(${breakpoints.length})`;
      const { breakpointId } = inspect<Debugger.SetBreakpointReturnType>("Debugger.setBreakpoint", {
        location,
        condition,
      });
      breakpoints.push({ script, breakpointId });
    }
  }
  return () => [...entered];
}

function positionOf(source: string, offset: number) {
  const before = source.slice(0, offset).split("\n");
  return { lineNumber: before.length - 1, columnNumber: (before.at(-1) as string).length };
}
