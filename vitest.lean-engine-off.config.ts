import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import base from "./vitest.config.js";

// Runs the tests on TensorFlow.js again with the lean engine off: TensorFlow.js itself then runs and records every kernel.
// `npx vitest run --config vitest.lean-engine-off.config.ts`

const projects = ["backend-tfjs", "backend-cpu", "backend-wasm", "symplectic-adjoint", "engines"];

const off = fileURLToPath(
  new URL("packages/backend-tfjs/test/lean-engine-off.ts", import.meta.url),
);

// Tests that need the lean engine, or that gain nothing here.
const exclude = [
  // Tests of the lean engine itself.
  "src/tfjs-internals/lean-engine.test.ts",
  "src/tfjs-internals/held-buffer.test.ts",
  "src/tfjs-internals/use-lean-engine.test.ts",
  // The lean engine is off in it anyway.
  "test/node/other-version.test.ts",
  // Kernels by themselves, without a solver.
  "src/kernels/**",
  // Slow: random programs, faults on engines, and a heap of 4 GiB. Engines that not every machine has.
  "test/node/{webgpu,tensorflow,fuzz-*,faults-*,wasm-full-heap}.test.ts",
  // Files on a disk, and times at which f is called: the same with any engine.
  "test/node/file-store.test.ts",
  "test/tfjs/inside-the-span.test.ts",
  // Without an engine of TensorFlow.js.
  "test/float64/**",
  "test/events/{dense-after-reset,gradients,random-events}.test.ts",
  // Programs, which run without the engine.
  "test/compiled/**",
  // Solves as those of the other tests, with the expectations of other libraries; and random budgets: those of the suite of
  // engines stay.
  "test/peers/**",
  "test/tfjs/memory-budget.test.ts",
];

export default defineConfig({
  ...base,
  test: {
    ...base.test,
    projects: ((base.test?.projects ?? []) as ReadonlyArray<TestProjectInlineConfiguration>)
      .filter(({ test }) => projects.includes(String(test?.name)))
      .map((project) => {
        const setupFiles = [...[project.test?.setupFiles ?? []].flat(), off];
        return { ...project, test: { ...project.test, exclude, setupFiles } };
      }),
  },
});
