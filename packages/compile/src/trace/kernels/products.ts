import { matMul } from "../../graph/operations/mat-mul.js";
import { activate } from "../lowering/activations.js";
import { unsupportedActivation } from "../unsupported.js";
import { commonType, float, type Kernels } from "./kernel.js";

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Products of matrices. */
export const products: Kernels = {
  BatchMatMul: ({ g, input, attrs }) => {
    const [a, b] = [input("a"), input("b")];
    const node = matMul(g, a.node, b.node, attrs as unknown as Transposes);
    return { node, dtype: commonType([a, b]) };
  },
  _FusedMatMul: ({ g, inputs, input, attrs }) => {
    const transposes = attrs as unknown as Transposes;
    const product = matMul(g, input("a").node, input("b").node, transposes);
    const { bias, preluActivationWeights } = inputs;
    const sum = bias === undefined ? product : g.add(product, bias.node);
    const fused = { ...attrs, slopes: preluActivationWeights?.node };
    return float(
      activate(g, sum, fused) ?? unsupportedActivation("_FusedMatMul", attrs.activation),
    );
  },
};
