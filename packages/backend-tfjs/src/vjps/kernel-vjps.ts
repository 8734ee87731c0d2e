import { addVjp, divideVjp, multiplyVjp, negateVjp, subtractVjp } from "./arithmetic.js";
import {
  cosVjp,
  expVjp,
  logVjp,
  reluVjp,
  sigmoidVjp,
  sinVjp,
  softplusVjp,
  sqrtVjp,
  squareVjp,
  tanhVjp,
} from "./elementwise.js";
import type { KernelVjp } from "./kernel-vjp.js";
import { matMulVjp } from "./mat-mul-vjp.js";
import { expandDimsVjp, identityVjp, reshapeVjp, sumVjp, transposeVjp } from "./shapes.js";

/** VJPs of the most frequent kernels. All others use their registered gradient. */
export const kernelVjps: ReadonlyMap<string, KernelVjp> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ [
    addVjp,
    cosVjp,
    divideVjp,
    expandDimsVjp,
    expVjp,
    identityVjp,
    logVjp,
    matMulVjp,
    multiplyVjp,
    negateVjp,
    reluVjp,
    reshapeVjp,
    sigmoidVjp,
    sinVjp,
    softplusVjp,
    sqrtVjp,
    squareVjp,
    subtractVjp,
    sumVjp,
    tanhVjp,
    transposeVjp,
  ].map((vjp) => [vjp.kernelName, vjp]),
);
