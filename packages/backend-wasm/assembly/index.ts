// What the module exports. Compiled by build.mjs into src/module/bytes.ts; the memory is that of TensorFlow.js, so this
// code must not have static data (strings, arrays, tables) or allocate.

export { add } from "./add";
export { dot } from "./dot";
export * from "./kernels/index";
export { linearCombination } from "./linear-combination";
export { scaledError, squaredErrors } from "./scaled-error";
