/**
 * The versions of `@tensorflow/tfjs-core` whose internals were compared with what this folder assumes, and on which all
 * tests passed. To add one: install it, run the tests, compare its `dist/engine.js` with the last one here.
 */
export const provenVersions: ReadonlyArray<string> = ["4.22.0"];
