// node assembly/build.mjs [--check]
// Compiles assembly/index.ts, and what it shares with backend-wasm (packages/assembly), into src/executors/wasm/module/bytes.ts, the binary, and
// wasm-exports.ts beside it, its functions as TypeScript sees them. With --check nothing is written: it fails if these files
// do not hold what the sources give.
import { fileURLToPath } from "node:url";
import {
  compiler,
  exportsFile,
  generated,
  hexConstant,
  writeOrCheck,
} from "@symplectic-adjoint/assembly/build";
import { encodePlaces, fusedPlaces } from "./fused-places.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const compile = compiler(folder, "assembly/index.ts");
// Each instance has a new memory, filled with zeros.
const { binary, declarations } = await compile("--shrinkLevel", "1", "--zeroFilledMemory");
await writeOrCheck(`${folder}src/executors/wasm/module/`, {
  "bytes.ts": generated(
    hexConstant("module", "The module, in hexadecimal.", binary),
    hexConstant(
      "fusedPlaces",
      "Where products and sums are that one instruction can compute: differences of places in LEB128, in hexadecimal.",
      Uint8Array.from(encodePlaces(fusedPlaces(binary))),
    ),
  ),
  "wasm-exports.ts": exportsFile(declarations),
});
