import { activations } from "./activations.js";
import { arrangements } from "./arrangements.js";
import { convolutions } from "./convolutions.js";
import { creations } from "./creations.js";
import { elementwise } from "./elementwise.js";
import { images } from "./images.js";
import { indexing } from "./indexing.js";
import type { Kernels } from "./kernel.js";
import { pools } from "./pools.js";
import { products } from "./products.js";
import { reductions } from "./reductions.js";

/** All kernels that can be traced. */
export const supportedKernels: Kernels = {
  ...activations,
  ...arrangements,
  ...convolutions,
  ...creations,
  ...elementwise,
  ...images,
  ...indexing,
  ...pools,
  ...products,
  ...reductions,
};
