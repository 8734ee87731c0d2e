import { arrangements } from "./arrangements.js";
import { binary } from "./binary.js";
import { customGradients } from "./custom-gradients.js";
import { images } from "./images.js";
import type { Kind } from "./kind.js";
import { layers } from "./layers.js";
import { losses } from "./losses.js";
import { products } from "./products.js";
import { reductions } from "./reductions.js";
import { unary } from "./unary.js";

/** All operations of programs, except gradients inside f. */
export const kinds: ReadonlyArray<Kind> = [
  ...unary,
  ...binary,
  ...reductions,
  ...products,
  ...arrangements,
  ...images,
  ...losses,
  ...layers,
  ...customGradients,
];
