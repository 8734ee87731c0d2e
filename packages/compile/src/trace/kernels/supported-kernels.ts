import { activations } from "./activations.js";
import { arrangements } from "./arrangements.js";
import { creations } from "./creations.js";
import { elementwise } from "./elementwise.js";
import type { Kernels } from "./kernel.js";
import { products } from "./products.js";
import { reductions } from "./reductions.js";

/** All kernels that can be traced. */
export const supportedKernels: Kernels = {
  ...activations,
  ...arrangements,
  ...creations,
  ...elementwise,
  ...products,
  ...reductions,
};
