import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const USAGE = `pnpm fuzz --engine NAME [--browser] [--seed N] [--programs N] [--failures N]

Checks gradients of random programs on an engine: cpu, wasm, webgpu, tensorflow in Node; cpu, wasm, webgl, webgpu in
Chromium (--browser). Prints failing programs, shrunk, and counts. Defaults: --seed 1 --programs 1000 --failures 20.`;

const inNode = ["cpu", "wasm", "webgpu", "tensorflow", "compiled"];
const inBrowser = ["cpu", "wasm", "webgl", "webgpu"];

const { values } = parseArgs({
  options: {
    engine: { type: "string" },
    browser: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    programs: { type: "string", default: "1000" },
    failures: { type: "string", default: "20" },
  },
});
const { engine = "", browser } = values;
const [seed, programs, failures] = [values.seed, values.programs, values.failures].map(Number);
const chromium = browser || engine === "webgl";
const valid = [seed, programs, failures].every((number) => Number.isSafeInteger(number));

if (!valid || !(chromium ? inBrowser : inNode).includes(engine)) {
  console.error(USAGE);
  process.exit(1);
}

const folder = chromium ? "test/browser" : "test/node";
await startVitest("test", [`${folder}/fuzz-${engine}.test.ts`], {
  root: new URL("../../../..", import.meta.url).pathname,
  project: [chromium ? "browser" : "engines"],
  provide: { fuzz: { seed, programs, failures } },
  watch: false,
  silent: false,
} as object);
