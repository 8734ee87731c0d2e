import { arrangements } from "./arrangements.js";
import { elementwise } from "./elementwise.js";
import { images } from "./images.js";
import { losses } from "./losses.js";
import type { Operation } from "./operation.js";
import { sums } from "./sums.js";
import { unusual } from "./unusual.js";

/** All operations that are tested. */
export const allOperations: ReadonlyArray<Operation> = [
  ...elementwise,
  ...arrangements,
  ...sums,
  ...images,
  ...losses,
  ...unusual,
];
