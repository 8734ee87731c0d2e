import { register } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { LibrarySource } from "./resolve-library.js";

// node start-with-library.js CHECKOUT PROGRAM ARGUMENT…: runs the program with the library of another checkout.

const [checkout, program] = process.argv.splice(2, 2) as [string, string];
const data: LibrarySource = {
  importer: new URL("..", import.meta.url).href,
  as: `${pathToFileURL(resolve(checkout))}/apps/benchmarks/package.json`,
};
register("./resolve-library.js", import.meta.url, { data });
await import(pathToFileURL(program).href);
