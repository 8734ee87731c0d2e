import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import base from "./vitest.config.js";

// The tests on engines of TensorFlow.js once more, with the leaner engine off: TensorFlow.js itself calls all kernels then, and
// records them. `npx vitest run --config vitest.lean-engine-off.config.ts`

const projects = ["backend-tfjs", "backend-cpu", "backend-wasm", "symplectic-adjoint", "engines"];

// What needs the leaner engine.
const exclude = [
  // Tests of the leaner engine itself.
  "src/tfjs-internals/lean-engine.test.ts",
  "src/tfjs-internals/held-buffer.test.ts",
  // Engines that are tested elsewhere with it off, or that not every machine has.
  "test/node/{webgpu,tensorflow,fuzz-*,wasm-full-heap}.test.ts",
  // Without an engine of TensorFlow.js.
  "test/float64/**",
  "test/peers/float64-*.test.ts",
];

export default defineConfig({
  ...base,
  test: {
    ...base.test,
    projects: (base.test?.projects as ReadonlyArray<TestProjectInlineConfiguration>)
      .filter(({ test }) => projects.includes(String(test?.name)))
      .map((project) => ({ ...project, test: { ...project.test, exclude } })),
    setupFiles: [
      fileURLToPath(new URL("packages/backend-tfjs/test/lean-engine-off.ts", import.meta.url)),
    ],
  },
});
