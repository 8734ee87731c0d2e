import * as tf from "@tensorflow/tfjs";
import type { Case, Computation } from "../cases/case.js";
import { type CaseKey, caseName, sameCase } from "../cases/case-key.js";
import { normOf } from "../cases/norm-of.js";
import { type CpuClock, disposeAll, timeCalls } from "../cases/time-calls.js";
import { offloadingRun } from "../offloading/offloading-run.js";
import { readbackRun } from "../readback/readback-run.js";
import type { Platform, Services } from "../runners/services.js";

/** The services of a process or a page that has one engine, which `describe` activates. */
export function engineServices(
  activate: () => Promise<Platform>,
  cases: ReadonlyArray<Case>,
  cpu: CpuClock,
): Services {
  const prepared = new Map<Case, Computation>();
  const find = (key: CaseKey): Computation => {
    const found = cases.find((each) => sameCase(each.key, key));
    if (found === undefined) throw new Error(`There is no case ${caseName(key)}.`);
    const computation = prepared.get(found) ?? found.prepare();
    prepared.set(found, computation);
    return computation;
  };
  return {
    async describe() {
      // Disables the message about native bindings, as in production.
      tf.enableProdMode();
      // Do not forward small tensors to cpu: the engine itself is measured.
      tf.env().setFlags({
        ...tf.env().getFlags(),
        WEBGL_CPU_FORWARD: false,
        WEBGPU_CPU_FORWARD: false,
      });
      return { ...(await activate()), cases: cases.map(({ key }) => key) };
    },
    async warm(key, milliseconds) {
      const computation = find(key);
      const start = performance.now();
      let last = await timeCalls(computation, 1, undefined);
      while (performance.now() - start < milliseconds) {
        // Batches of increasing length: on engines that queue, short ones mostly wait.
        const calls = Math.max(1, Math.round(milliseconds / 8000 / last.secondsPerCall));
        last = await timeCalls(computation, calls, undefined);
      }
      return last.secondsPerCall;
    },
    time: async (key, calls) => timeCalls(find(key), calls, cpu),
    async facts(key) {
      const computation = find(key);
      const outcome = await computation.compute();
      const norm = await normOf(outcome);
      disposeAll(outcome);
      return { norm, ...(computation.counts !== undefined && { counts: computation.counts() }) };
    },
    readback: readbackRun,
    offloading: offloadingRun,
  };
}
