// node assembly/build.mjs [--check]
// Compiles the module, once for a plain memory and once for a shared one, into src/module/bytes.ts. With --check nothing is
// written: it fails if the file does not hold what the sources give.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("..", import.meta.url));
const file = new URL("../src/module/bytes.ts", import.meta.url);

/** The binary, base64. The memory is imported; a module that brought data of its own would write over TensorFlow.js'. */
async function compile(...memory) {
  const options = ["--runtime", "stub", "--importMemory", "--noExportMemory", "--enable", "simd"];
  const { error, stderr, binary } = await compileTo("-O3", "--noAssert", ...options, ...memory);
  if (error) throw new Error(`${stderr}`, { cause: error });
  const { data } = { data: sections(binary).includes(11) };
  if (data)
    throw new Error(
      "The module has static data, which would be written into the memory of TensorFlow.js.",
    );
  return Buffer.from(binary).toString("base64");
}

async function compileTo(...options) {
  let binary;
  const { error, stderr } = await asc.main(
    ["assembly/index.ts", "--outFile", "module.wasm", ...options],
    {
      baseDir: folder,
      readFile: (name, base) => readFile(`${base}/${name}`, "utf8").catch(() => null),
      writeFile: (_name, content) => {
        binary = content;
      },
      listFiles: () => [],
    },
  );
  return { error, stderr, binary };
}

/** The kinds of a WebAssembly binary's sections. */
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

const plain = await compile("--initialMemory", "1", "--maximumMemory", "65536");
const shared = await compile(
  "--enable",
  "threads",
  "--sharedMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
);
const wrapped = (text) =>
  text
    .match(/.{1,92}/g)
    .map((line) => `  "${line}"`)
    .join(" +\n");
const content = `// Written by assembly/build.mjs from the sources beside it: pnpm build:wasm. Do not edit.

/** The module for a memory of one thread, base64. */
export const plain: string =
${wrapped(plain)};

/** The module for a memory shared between threads, base64. */
export const shared: string =
${wrapped(shared)};
`;
if (process.argv.includes("--check")) {
  if (content !== (await readFile(file, "utf8"))) {
    console.error("src/module/bytes.ts is not what assembly/ compiles to. Run pnpm build:wasm.");
    process.exitCode = 1;
  }
} else await writeFile(file, content);
