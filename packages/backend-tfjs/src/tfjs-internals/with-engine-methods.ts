import { engine } from "@tensorflow/tfjs-core";
import { restoreDirectCalls, suspendDirectCalls } from "./lean-engine.js";
import { withMethods } from "./with-methods.js";

/** Shadows methods of the engine while `body` runs, for this package's own calls as well. */
export function withEngineMethods<T>(methods: Readonly<Record<string, unknown>>, body: () => T): T {
  const before = suspendDirectCalls();
  try {
    return withMethods(engine(), methods, body);
  } finally {
    restoreDirectCalls(before);
  }
}
