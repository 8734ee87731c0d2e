import { fileURLToPath } from "node:url";

/**
 * The arguments of a Node process that runs a program of the benchmarks with the library, and the TensorFlow.js, of
 * another checkout. The checkout must have its packages installed and built. Only the public entries of its packages
 * are used.
 */
export function withLibraryOf(
  checkout: string,
  program: ReadonlyArray<string>,
): ReadonlyArray<string> {
  const start = fileURLToPath(new URL("start-with-library.js", import.meta.url));
  return [start, checkout, ...program];
}
