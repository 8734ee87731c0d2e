import * as tf from "@tensorflow/tfjs";
import type { Description, Services } from "../contestants/services.js";
import { readbackRun } from "../readback/readback-run.js";
import type { Entrant, Entrants } from "./entrant.js";
import { normOf } from "./norm-of.js";
import { type CpuClock, disposeAll, timeCalls } from "./time-calls.js";

/** An engine that is active. */
export type ActiveEngine = Omit<Description, "entrants">;

/** What a process or a page that has one engine can do. The engine is made active when it is first asked who it is. */
export function engineServices(
  activate: () => Promise<ActiveEngine>,
  entrants: Entrants,
  cpu: CpuClock,
): Services {
  const made = new Map<string, Entrant>();
  const find = (name: string): Entrant => {
    const entrant = made.get(name) ?? entrants[name]?.();
    if (entrant === undefined) throw new Error(`There is no entrant ${name}.`);
    made.set(name, entrant);
    return entrant;
  };
  return {
    async describe() {
      // Silences the advice to install native bindings; and what a user would publish.
      tf.enableProdMode();
      // Small tensors stay on the engine, too: it is the engine that is measured.
      tf.env().setFlags({
        ...tf.env().getFlags(),
        WEBGL_CPU_FORWARD: false,
        WEBGPU_CPU_FORWARD: false,
      });
      return { ...(await activate()), entrants: Object.keys(entrants) };
    },
    async warm(name, milliseconds) {
      const entrant = find(name);
      const start = performance.now();
      let last = await timeCalls(entrant, 1, undefined);
      while (performance.now() - start < milliseconds) {
        // Each batch longer than the last: short ones are mostly waiting, on engines that queue.
        const calls = Math.max(1, Math.round(milliseconds / 8000 / last.secondsPerCall));
        last = await timeCalls(entrant, calls, undefined);
      }
      return last.secondsPerCall;
    },
    time: (name, calls) => timeCalls(find(name), calls, cpu),
    async facts(name) {
      const entrant = find(name);
      const outcome = await entrant.compute();
      const norm = await normOf(outcome);
      disposeAll(outcome);
      return { norm, ...(entrant.counts !== undefined && { counts: entrant.counts() }) };
    },
    readback: readbackRun,
  };
}
