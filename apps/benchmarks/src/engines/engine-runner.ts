import { fileURLToPath } from "node:url";
import { withLibraryOf } from "../checkouts/with-library-of.js";
import { chromiumChannel } from "../runners/chromium-channel.js";
import { nodeOnOneThread } from "../runners/one-thread.js";
import { type Runner, runner } from "../runners/runner.js";
import type { RunnerKey } from "../runners/runner-key.js";

/** Engines that only a browser has, by the name that TensorFlow.js gives them. */
const inBrowser: Readonly<Record<string, string>> = {
  webgl: "webgl",
  "chromium-webgpu": "webgpu",
};

const worker = fileURLToPath(new URL("engine-worker.js", import.meta.url));

/** An engine in a separate process or a page; a process may also use the library of another checkout. */
export function engineRunner(key: RunnerKey, checkout?: string): Runner {
  const stock = key.variant === "stock";
  const name = inBrowser[key.platform];
  if (name !== undefined) return runner(key, chromiumChannel(name, stock));
  const flags = stock || key.variant === "plain" ? [`--${key.variant}`] : [];
  const program = [worker, key.platform, ...flags];
  const args = checkout === undefined ? program : withLibraryOf(checkout, program);
  return runner(key, nodeOnOneThread(args));
}
