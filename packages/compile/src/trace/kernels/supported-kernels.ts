import { activations } from "./activations.js";
import { arrangements } from "./arrangements.js";
import { binaryFunctions } from "./binary-functions.js";
import { convolutions } from "./convolutions.js";
import { creations } from "./creations.js";
import { images } from "./images.js";
import { indexing } from "./indexing.js";
import type { Kernels } from "./kernel.js";
import { parts } from "./parts.js";
import { pools } from "./pools.js";
import { products } from "./products.js";
import { reductions } from "./reductions.js";
import { unaryFunctions } from "./unary-functions.js";

/** All kernels that can be traced. */
export const supportedKernels: Kernels = {
  ...activations,
  ...arrangements,
  ...binaryFunctions,
  ...convolutions,
  ...creations,
  ...images,
  ...indexing,
  ...parts,
  ...pools,
  ...products,
  ...reductions,
  ...unaryFunctions,
};
