// Operations that not every function needs, for the option `operations` of `compiled`

export type { OperationSet } from "../trace/kernels/operation-set.js";
export { einsum } from "./einsum.js";
export { images } from "./images.js";
