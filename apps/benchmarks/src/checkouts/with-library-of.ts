import { fileURLToPath } from "node:url";

/**
 * The arguments of a Node process that runs a program of the benchmarks with the library, and the TensorFlow.js, of another
 * checkout. The checkout needs to have its packages installed and built; nothing else in it is used, and of its packages the
 * public entries only, whatever its own benchmarks look like.
 */
export function withLibraryOf(
  checkout: string,
  program: ReadonlyArray<string>,
): ReadonlyArray<string> {
  const start = fileURLToPath(new URL("start-with-library.js", import.meta.url));
  return [start, checkout, ...program];
}
