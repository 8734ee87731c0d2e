import { tensorOperations } from "@symplectic-adjoint/backend-tfjs";
import { tfjs } from "symplectic-adjoint";
import type { Case } from "./case.js";
import { gradientMethods, networkCase, stepCase } from "./case-key.js";
import { gradientComputation } from "./gradient-computation.js";
import { networkComputations, stockVjp } from "./network-computations.js";
import { networkSizes, stateLengths } from "./sizes.js";
import { chainComputation, type StepArithmetic, stepComputations } from "./step-computations.js";

/** The cases of an engine equipped by the library. */
export const equippedCases: ReadonlyArray<Case> = [
  ...networkSizes.flatMap((size): ReadonlyArray<Case> => {
    const { evaluation, vjp, products } = networkComputations(size);
    return [
      { key: networkCase("evaluation", size), prepare: evaluation },
      { key: networkCase("vjp", size), prepare: vjp },
      { key: networkCase("products", size), prepare: products },
      ...gradientMethods.map((method) => ({
        key: networkCase(method, size),
        prepare: () => gradientComputation(size, method),
      })),
    ];
  }),
  ...stepCases(tfjs),
];

/** The cases of the same engine, unmodified. */
export const stockCases: ReadonlyArray<Case> = [
  ...networkSizes.map((size) => ({ key: networkCase("vjp", size), prepare: () => stockVjp(size) })),
  ...stepCases(tensorOperations),
  ...stateLengths.map((length) => ({
    key: stepCase("chain", length),
    prepare: () => chainComputation(length),
  })),
];

function stepCases(operations: StepArithmetic): ReadonlyArray<Case> {
  return stateLengths.flatMap((length) => {
    const { combination, norm } = stepComputations(operations, length);
    return [
      { key: stepCase("combination", length), prepare: combination },
      { key: stepCase("norm", length), prepare: norm },
    ];
  });
}
