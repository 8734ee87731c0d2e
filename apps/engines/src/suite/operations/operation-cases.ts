import { arithmetic } from "./arithmetic.js";
import { arrangements } from "./arrangements.js";
import { convolutions } from "./convolutions.js";
import { functions } from "./functions.js";
import type { OperationCase } from "./operation-case.js";
import { products } from "./products.js";
import { reductions } from "./reductions.js";

/** Every operation whose derivative is checked. */
export const operationCases: ReadonlyArray<OperationCase> = [
  ...products,
  ...convolutions,
  ...arithmetic,
  ...functions,
  ...reductions,
  ...arrangements,
];
