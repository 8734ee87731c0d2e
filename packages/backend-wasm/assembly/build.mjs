// node assembly/build.mjs [--check]
// Compiles assembly/index.ts into src/module/bytes.ts, the binary, and src/module/wasm-exports.ts, its functions as
// TypeScript sees them. With --check nothing is written: it fails if these files do not hold what the sources give.
import { fileURLToPath } from "node:url";
import {
  compiler,
  exportsFile,
  generated,
  hexConstant,
  sections,
  writeOrCheck,
} from "@symplectic-adjoint/assembly/build";

const folder = fileURLToPath(new URL("..", import.meta.url));
const compile = compiler(folder, "assembly/index.ts");

/** The flag of a memory's limits in a binary: with a maximum, and perhaps shared between threads. */
const PLAIN = 1;
const SHARED = 3;

/** The kind of a section with static data. */
const DATA = 11;

/** Where the binary for a shared memory differs from the one for a plain memory: at one byte, the flag. */
function flagOf(plain, shared) {
  const different = [...plain.keys()].filter((i) => plain[i] !== shared[i]);
  const [at] = different;
  const one = different.length === 1 && plain.length === shared.length;
  if (one && plain[at] === PLAIN && shared[at] === SHARED) return at;
  throw new Error("The binaries for plain and for shared memory differ in more than one flag.");
}

const MAXIMUM = ["--maximumMemory", "65536"];
const plain = await compile(...MAXIMUM);
const shared = await compile(...MAXIMUM, "--enable", "threads", "--sharedMemory");
// Data would be written into the memory of TensorFlow.js when the module is made, over whatever is there.
if (sections(plain.binary).some(({ kind }) => kind === DATA)) {
  throw new Error("The module has static data (strings, arrays, tables), which it must not.");
}
await writeOrCheck(folder, {
  "src/module/bytes.ts": generated(
    hexConstant(
      "plainModule",
      "The module for a memory of one thread, in hexadecimal.",
      plain.binary,
    ),
    `/** Where its one byte is that says what memory it takes: ${PLAIN} for a plain one, ${SHARED} for one shared between threads. */
export const memoryFlag: number = ${flagOf(plain.binary, shared.binary)};
`,
  ),
  "src/module/wasm-exports.ts": exportsFile(plain.declarations),
});
