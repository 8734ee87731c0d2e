// Runs thread-worker.ts where nothing was built, as in tests and examples: a thread of Node 20 does not get the loader of
// its process. Not part of the package.
// biome-ignore lint/correctness/noUndeclaredDependencies: used only in this repository
import { register } from "tsx/esm/api";

register();
export const { answer } = await import("./thread-worker.ts");
