// Lossless compression of checkpoints

export { compressed } from "./compressed.js";
