import { activations } from "./activations.js";
import { arrangements } from "./arrangements.js";
import { binaryFunctions } from "./binary-functions.js";
import { creations } from "./creations.js";
import { indexing } from "./indexing.js";
import type { Kernels } from "./kernel.js";
import { normalizations } from "./normalizations.js";
import { parts } from "./parts.js";
import { products } from "./products.js";
import { reductions } from "./reductions.js";
import { unaryFunctions } from "./unary-functions.js";

/** The kernels that all functions can use. */
export const basicKernels: Kernels = {
  ...activations,
  ...arrangements,
  ...binaryFunctions,
  ...creations,
  ...indexing,
  ...normalizations,
  ...parts,
  ...products,
  ...reductions,
  ...unaryFunctions,
};
