import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, vi } from "vitest";
import { create } from "webgpu";
import { useWebgpu } from "../src/index.js";

/**
 * A way to a device in Node, and the Vulkan driver under it: the one that VK_ICD_FILENAMES names, else lavapipe where
 * scripts/lavapipe.sh has fetched it, else Chromium's SwiftShader, else the system's. The driver is chosen at the process's first request,
 * which is the one below.
 */
const drivers = [
  fileURLToPath(new URL("../../../.cache/lavapipe/icd.json", import.meta.url)),
  "/usr/lib/chromium/vk_swiftshader_icd.json",
];
const driver = process.env.VK_ICD_FILENAMES ?? drivers.find((path) => existsSync(path));
if (driver !== undefined) process.env.VK_ICD_FILENAMES = driver;
export const gpu = create([]);
const adapter = await gpu.requestAdapter().catch(() => null);
if (adapter === null) {
  process.stderr.write(
    "WebGPU: SKIPPED, no Vulkan driver. Run scripts/lavapipe.sh, or set VK_ICD_FILENAMES.\n",
  );
}

/** Whether the driver is SwiftShader, whose elementary functions are coarse. */
export const coarse: boolean = adapter?.info.vendor === "google";

/** Registers a suite, which is skipped where there is no adapter. */
export const describeWebgpu: (title: string, suite: () => void) => void = describe.skipIf(
  adapter === null,
);

/**
 * Runs a suite on WebGPU. The engine is made ready before each test and taken off after it. Each test runs in a scope;
 * afterwards no tensor may be left.
 */
export function onWebgpu(title: string, suite: (inUse: () => EngineInUse) => void): void {
  describeWebgpu(title, () => {
    let inUse: EngineInUse;
    let tensors = 0;
    beforeEach(async () => {
      inUse = await readyWebgpu();
      tensors = tf.memory().numTensors;
      tf.engine().startScope();
    });
    afterEach(async () => {
      tf.engine().endScope();
      await inUse.undo();
      expect(tf.memory().numTensors).toBe(tensors);
    });
    suite(() => inUse);
  });
}

// The engine that is active before, without the banner that it prints at its first tensor in Node.
const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
await tf.setBackend("cpu");
tf.scalar(0).dispose();
warn.mockRestore();

/** The engine ready, as tests want it. */
export async function readyWebgpu(): Promise<EngineInUse> {
  const inUse = await useWebgpu({ gpu });
  // By default small tensors that were not uploaded yet are computed on the processor.
  tf.env().set("WEBGPU_CPU_FORWARD", false);
  return inUse;
}
