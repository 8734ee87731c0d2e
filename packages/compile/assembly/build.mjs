// node assembly/build.mjs [--check]
// Compiles assembly/index.ts, and what it shares with backend-wasm (packages/assembly), into src/executors/wasm/module/bytes.ts, the binary, and
// wasm-exports.ts beside it, its functions as TypeScript sees them. With --check nothing is written: it fails if these files
// do not hold what the sources give.
import { fileURLToPath } from "node:url";
import {
  compiler,
  exportsFile,
  generated,
  textConstant,
  writeOrCheck,
} from "@symplectic-adjoint/assembly/build";
import { constantsInMemory, TABLE_END } from "./constants-in-memory.mjs";
import { fused } from "./fused-places.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const compile = compiler(folder, "assembly/index.ts");
// Each instance has a new memory, filled with zeros.
const { binary, declarations } = await compile(
  ..."--shrinkLevel 1 --converge --runPasses reorder-locals".split(" "),
  ...`--zeroFilledMemory --memoryBase ${TABLE_END}`.split(" "),
);
const { text, exchanges } = fused(constantsInMemory(binary));
await writeOrCheck(`${folder}src/executors/wasm/module/`, {
  "bytes.ts": generated(
    textConstant("module", "The module with fused multiply-add: see load-module.ts.", text),
    `/** What to exchange in it for the module without. */
export const plainInstructions: ReadonlyArray<readonly [fused: string, plain: string]> = [
${exchanges.map(([from, to]) => `  [${JSON.stringify(from)}, ${JSON.stringify(to)}],`).join("\n")}
];
`,
  ),
  "wasm-exports.ts": exportsFile(declarations),
});
