import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import type { TestProjectInlineConfiguration } from "vitest/config";

const tensorflow = [
  "tfjs",
  "tfjs-core",
  "tfjs-backend-cpu",
  "tfjs-backend-wasm",
  "tfjs-backend-webgl",
  "tfjs-backend-webgpu",
].map((name) => `@tensorflow/${name}`);

// Makes pages cross-origin isolated: without it there is no shared memory, and wasm has no threads.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * The tests that need a real browser, as a list of at most one Vitest project: without Chromium they are skipped with a
 * message.
 */
export function browserProject(
  conditions: ReadonlyArray<string>,
  executablePath: string | undefined,
  flags: ReadonlyArray<string>,
): Array<TestProjectInlineConfiguration> {
  if (executablePath === undefined) {
    sayOnce(
      "Browser tests are left out: no Chromium found; set CHROMIUM or apt-get install chromium",
    );
    return [];
  }
  return [
    {
      extends: true,
      root: "apps/engines",
      server: { headers },
      // One copy of each, for all packages that import it.
      resolve: { conditions: [...conditions], dedupe: tensorflow },
      // Discover dependencies before the first test: a later discovery reloads the page, and the test fails.
      optimizeDeps: { include: [...tensorflow, "@symplectic-adjoint/parallel > comlink"] },
      test: {
        name: "browser",
        include: ["test/browser/**/*.test.ts"],
        setupFiles: [fileURLToPath(new URL("set-up.ts", import.meta.url))],
        browser: {
          enabled: true,
          // One page, beside the tests in Node.
          fileParallelism: false,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions: { executablePath, args: [...flags] } }),
          instances: [{ browser: "chromium" }],
        },
      },
    },
  ];
}

/** Vitest evaluates its configuration anew for every project that extends it, modules included. */
function sayOnce(line: string): void {
  const said: Record<symbol, true | undefined> = globalThis;
  const key = Symbol.for(line);
  if (said[key] !== true) console.warn(line);
  said[key] = true;
}
