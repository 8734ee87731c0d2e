// node assembly/build.mjs [--check]
// Compiles assembly/index.ts into src/module/bytes.ts, the binary, and src/module/wasm-exports.ts, its functions as
// TypeScript sees them. With --check nothing is written: it fails if these files do not hold what the sources give.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** The flag of a memory's limits in a binary: with a maximum, and perhaps shared between threads. */
const PLAIN = 1;
const SHARED = 3;

const FLAGS = [
  ..."-O3 --noAssert --runtime stub --enable simd --bindings raw".split(" "),
  ..."--importMemory --noExportMemory --initialMemory 1 --maximumMemory 65536".split(" "),
];

/** The sources, each read once: both binaries are of the same text, whatever an editor does meanwhile. */
const sources = new Map();

function source(name) {
  if (!sources.has(name))
    sources.set(
      name,
      readFile(`${folder}${name}`, "utf8").catch(() => null),
    );
  return sources.get(name);
}

/** What the compiler writes: the binary, and the declarations of its exports. */
async function compile(...flags) {
  const written = {};
  const { error, stderr } = await asc.main(
    ["assembly/index.ts", "--outFile", "module.wasm", ...FLAGS, ...flags],
    {
      baseDir: folder,
      readFile: source,
      writeFile: (name, content) => {
        written[name] = content;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`The module does not compile.\n${stderr}`, { cause: error });
  return { binary: written["module.wasm"], declarations: written["module.d.ts"] };
}

/** The kinds of a binary's sections. */
function sections(binary) {
  const kinds = [];
  for (let i = 8; i < binary.length; ) {
    kinds.push(binary[i++]);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[i++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    i += size;
  }
  return kinds;
}

/** Where the binary for a shared memory differs from the one for a plain memory: at one byte, the flag. */
function flagOf(plain, shared) {
  const different = [...plain.keys()].filter((i) => plain[i] !== shared[i]);
  const [at] = different;
  const one = different.length === 1 && plain.length === shared.length;
  if (one && plain[at] === PLAIN && shared[at] === SHARED) return at;
  throw new Error("The binaries for plain and for shared memory differ in more than one flag.");
}

function bytesFile(binary, flag) {
  const lines = Buffer.from(binary)
    .toString("base64")
    .match(/.{1,92}/g);
  return `// Written by assembly/build.mjs from the sources beside it: pnpm build:wasm. Do not edit.

/** The module for a memory of one thread, base64. */
export const base64: string =
${lines.map((line) => `  "${line}"`).join(" +\n")};

/** Where its one byte is that says what memory it takes: ${PLAIN} for a plain one, ${SHARED} for one shared between threads. */
export const memoryFlag: number = ${flag};
`;
}

function exportsFile(declarations) {
  const functions = declarations.matchAll(/export function (\w+)\((.*)\): (\w+);/g);
  const members = [...functions].map(([, name, given, result]) => {
    const line = `  ${name}(${given}): ${result};`;
    if (line.length <= 100) return line;
    const parameters = given.split(", ").map((parameter) => `    ${parameter},`);
    return [`  ${name}(`, ...parameters, `  ): ${result};`].join("\n");
  });
  return `// Written by assembly/build.mjs from the sources beside it: pnpm build:wasm. Do not edit.

/** The functions of the module. Addresses and counts are integers; how each works stands in assembly/. */
export interface WasmExports {
${members.join("\n")}
}
`;
}

const plain = await compile();
const shared = await compile("--enable", "threads", "--sharedMemory");
// Data would be written into the memory of TensorFlow.js when the module is made, over whatever is there.
if (sections(plain.binary).includes(11)) {
  throw new Error("The module has static data (strings, arrays, tables), which it must not.");
}
const outputs = {
  "src/module/bytes.ts": bytesFile(plain.binary, flagOf(plain.binary, shared.binary)),
  "src/module/wasm-exports.ts": exportsFile(plain.declarations),
};
for (const [name, content] of Object.entries(outputs)) {
  if (!process.argv.includes("--check")) await writeFile(`${folder}${name}`, content);
  else if (content !== (await readFile(`${folder}${name}`, "utf8").catch(() => ""))) {
    console.error(`${name} is not what assembly/ compiles to. Run pnpm build:wasm.`);
    process.exitCode = 1;
  }
}
