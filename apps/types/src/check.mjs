// Compiles the programs next to this file against the built packages, as users do: in strict mode, with every
// TypeScript version in package.json and both kinds of module resolution, including this library's declaration files.
// Those of TensorFlow.js do not compile, so errors in node_modules are ignored.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL("..", import.meta.url));
const { devDependencies } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
const compilers = Object.keys(devDependencies).filter((name) => name.startsWith("typescript-"));
const waiting = ["bundler", "nodenext"].flatMap((way) =>
  compilers.map((compiler) => [compiler, way]),
);
const run = promisify(execFile);

async function compile(compiler, way) {
  const args = [
    `node_modules/${compiler}/bin/tsc`,
    "-p",
    `tsconfig.${way}.json`,
    "--pretty",
    "false",
  ];
  const printed = await run(process.execPath, args, { cwd: folder }).then(
    () => "",
    ({ stdout, stderr }) => stdout + stderr,
  );
  // An error starts with a line without indentation; indented lines explain it.
  const errors = printed.split(/\n(?!\s)/).filter((error) => error.trim() !== "");
  const ours = errors.filter((error) => !/^[^(]*node_modules\//.test(error));
  console.log(`${compiler} ${way}: ${ours.length === 0 ? "ok" : ours.join("\n")}`);
  return ours.length;
}

let failures = 0;
async function work() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    failures += await compile(...next);
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exitCode = failures === 0 ? 0 : 1;
