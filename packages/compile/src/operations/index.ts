// Operations that not every function needs, for the option `operations` of `compiled`

export type { OperationSet } from "../trace/kernels/operation-set.js";
export { arrays } from "./arrays.js";
export { images } from "./images.js";
