// What the build scripts of the packages with AssemblyScript share: assembly/build.mjs in each of them.
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import asc from "assemblyscript/asc";

const NOTE =
  "// Written by assembly/build.mjs from the sources beside it: pnpm build:wasm. Do not edit.\n";

/** Flags of every module: it imports its memory, and has no garbage collector. */
export const FLAGS = [
  ..."-O3 --noAssert --runtime stub --enable simd --bindings raw".split(" "),
  ..."--importMemory --noExportMemory --initialMemory 1".split(" "),
];

/**
 * A compiler of the module of a package. Each source is read once: all binaries are of the same text, whatever an editor does
 * meanwhile. Sources of other packages are found as Node.js finds them, by their names.
 *
 * @param folder The package.
 * @param entry The path of the module in it.
 */
export function compiler(folder, entry) {
  const sources = new Map();
  const source = (name) => {
    const path = resolve(folder, name);
    if (!sources.has(path))
      sources.set(
        path,
        readFile(path, "utf8").catch(() => null),
      );
    return sources.get(path);
  };
  /** What the compiler writes: the binary, and the declarations of its exports. */
  return async (...flags) => {
    const written = {};
    const { error, stderr } = await asc.main(
      [entry, "--outFile", "module.wasm", ...FLAGS, ...flags],
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
  };
}

/** The sections of a binary: kind, and where its content begins and ends. */
export function sections(binary) {
  const found = [];
  for (let i = 8; i < binary.length; ) {
    const kind = binary[i++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[i++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    found.push({ kind, begin: i, end: i + size });
    i += size;
  }
  return found;
}

/**
 * A constant with a binary in hexadecimal, as a line of TypeScript for every 92 characters. Equal bytes are equal characters,
 * which servers compress to a third less than base64, where they are not.
 */
export function hexConstant(name, comment, binary) {
  return textConstant(name, comment, Buffer.from(binary).toString("hex"));
}

/** A constant with a text, as a line of TypeScript for every 92 characters. */
export function textConstant(name, comment, text) {
  const lines = text.match(/.{1,92}/g);
  return `/** ${comment} */
export const ${name}: string =
${lines.map((line) => `  ${JSON.stringify(line)}`).join(" +\n")};
`;
}

/** A generated file: the note, and its parts. */
export function generated(...parts) {
  return [NOTE, ...parts].join("\n");
}

/** The exports of a module as an interface. */
export function exportsFile(declarations) {
  const functions = declarations.matchAll(/export function (\w+)\((.*)\): (\w+);/g);
  const members = [...functions].map(([, name, given, result]) => {
    const line = `  ${name}(${given}): ${result};`;
    if (line.length <= 100) return line;
    const parameters = given.split(", ").map((parameter) => `    ${parameter},`);
    return [`  ${name}(`, ...parameters, `  ): ${result};`].join("\n");
  });
  return generated(`/** The functions of the module. Addresses and counts are integers; how each works stands in assembly/. */
export interface WasmExports {
${members.join("\n")}
}
`);
}

/** Writes files; with --check it fails instead if they do not hold what the sources give. */
export async function writeOrCheck(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    if (!process.argv.includes("--check")) await writeFile(`${folder}${name}`, content);
    else if (content !== (await readFile(`${folder}${name}`, "utf8").catch(() => ""))) {
      console.error(`${name} is not what assembly/ compiles to. Run pnpm build:wasm.`);
      process.exitCode = 1;
    }
  }
}
