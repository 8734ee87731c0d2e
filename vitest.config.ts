import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { chromiumFlags } from "./apps/benchmarks/src/runners/chromium-flags.js";
import { findChromium } from "./apps/benchmarks/src/runners/find-chromium.js";
import { browserProject } from "./apps/engines/src/browser/browser-project.js";

// Tests, examples and benchmarks run on the sources: nothing has to be built first.
const conditions = ["@symplectic-adjoint/source"];

const project = (
  folder: string,
  name: string,
  include: Array<string> = ["src/**/*.test.ts", "test/**/*.test.ts"],
): TestProjectInlineConfiguration => ({
  extends: true,
  root: `${folder}/${name}`,
  test: { name, include },
});

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

// Files of these packages share processes, so that modules are loaded once and code stays compiled. A file that leaves
// the global state changed fails.
const onCpu = path("packages/backend-tfjs/test/begin-on-cpu.ts");
const asFound = path("packages/testing/src/shared-process/leave-as-found.ts");
const sharing: Record<string, ReadonlyArray<string>> = {
  adjoint: [asFound],
  "backend-float64": [asFound],
  "backend-tfjs": [onCpu, asFound],
  "backend-wasm": [onCpu, asFound, path("packages/backend-wasm/test/begin-anew.ts")],
  checkpoint: [asFound],
  "checkpoint-stores": [asFound],
  compile: [onCpu, asFound],
  core: [asFound],
  events: [asFound],
  models: [onCpu, asFound],
  planner: [asFound],
  "runge-kutta": [asFound],
  solver: [asFound],
  "step-size": [asFound],
  "symplectic-adjoint": [onCpu, asFound],
  tableaux: [asFound],
  testing: [asFound],
};

const packages = readdirSync(new URL("packages", import.meta.url)).map((name) => {
  const alone = project("packages", name);
  const setupFiles = sharing[name];
  if (setupFiles === undefined) return alone;
  const exclude = ["test/tensorflow/**"];
  return {
    ...alone,
    test: { ...alone.test, exclude, isolate: false, setupFiles: [...setupFiles] },
  };
});

// The Vulkan driver that WebGPU uses in Node: one's own choice, lavapipe (scripts/lavapipe.sh), or SwiftShader, which
// comes with Chromium. It must be known before the first adapter is asked for.
const vulkan =
  process.env.VK_ICD_FILENAMES ??
  [
    fileURLToPath(new URL(".cache/lavapipe/icd.json", import.meta.url)),
    "/usr/lib/chromium/vk_swiftshader_icd.json",
  ].find(existsSync);

// The browser, for tests that start it themselves; with the flags, it has WebGPU on any machine.
const chromium = findChromium();

const consumers = project("apps", "consumers");
const installPackages = fileURLToPath(
  new URL("apps/consumers/test/support/install-packages.ts", import.meta.url),
);

// Tests of `compile` that load tfjs-node, which stays in its process.
const inTensorflow = project("packages", "compile", ["test/tensorflow/**/*.test.ts"]);
const compileInTensorflow: TestProjectInlineConfiguration = {
  ...inTensorflow,
  // Without a line for each graph that TensorFlow reads.
  test: { ...inTensorflow.test, name: "compile-tensorflow", env: { TF_CPP_MIN_LOG_LEVEL: "1" } },
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      ...packages,
      compileInTensorflow,
      project("apps", "engines", ["src/**/*.test.ts", "test/node/**/*.test.ts"]),
      project("apps", "examples"),
      project("apps", "benchmarks"),
      project("apps", "experiments"),
      project("apps", "playground"),
      { ...consumers, test: { ...consumers.test, globalSetup: installPackages } },
      project(".", "docs"),
      ...browserProject(conditions, chromium, chromiumFlags),
    ],
    sequence: { setupFiles: "list" },
    // `LONG=1`: at full length.
    provide: { long: process.env.LONG === "1" },
    // One for each processor: what Vitest itself does meanwhile is little, and tests on a GPU wait for it.
    maxWorkers: availableParallelism(),
    // No test is about time: these stop what hangs, and leave room on a busy machine, and for the first use of a program on
    // a GPU, which compiles it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    env: {
      ...(vulkan !== undefined && { VK_ICD_FILENAMES: vulkan }),
      // Of lavapipe: tensors of tests are too small to be shared out among threads.
      LP_NUM_THREADS: "1",
      ...(chromium !== undefined && { CHROMIUM: chromium }),
      CHROMIUM_FLAGS: chromiumFlags.join(" "),
    },
    coverage: { provider: "v8", include: ["packages/*/src/**/*.ts"], exclude: ["**/*.test.ts"] },
  },
});
