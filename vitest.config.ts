import { readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

// Tests, examples and benchmarks run on the sources: nothing has to be built first.
const conditions = ["@symplectic-adjoint/source"];

const project = (folder: string, name: string) => ({
  extends: true as const,
  root: `${folder}/${name}`,
  test: { name, include: ["src/**/*.test.ts", "test/**/*.test.ts"] },
});

const packages = readdirSync(new URL("packages", import.meta.url)).map((name) =>
  project("packages", name),
);

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      ...packages,
      project("apps", "examples"),
      project("apps", "benchmarks"),
      project(".", "docs"),
    ],
    coverage: { provider: "v8", include: ["packages/*/src/**/*.ts"], exclude: ["**/*.test.ts"] },
  },
});
