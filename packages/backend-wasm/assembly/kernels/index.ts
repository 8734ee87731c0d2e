// The functions behind the kernels. They take addresses of float32 numbers, unless stated otherwise.

export { erf } from "@symplectic-adjoint/assembly/functions/erf";
export { elu, exp, expm1 } from "@symplectic-adjoint/assembly/functions/exp";
export { cos, sin } from "@symplectic-adjoint/assembly/functions/sine";
export { softplus } from "@symplectic-adjoint/assembly/functions/softplus";
export {
  addBroadcast,
  divideBroadcast,
  maximumBroadcast,
  minimumBroadcast,
  multiplyBroadcast,
  subtractBroadcast,
} from "./binary";
export { convolution3DFilterGrad, convolution3DInputGrad } from "./convolution-3d-grads";
export { convolutionFilterGrad } from "./convolution-filter-grad";
export { copyRows } from "./copy-rows";
export { depthwiseFilterGrad } from "./depthwise-filter-grad";
export { depthwiseInputGrad } from "./depthwise-input-grad";
export { dilation, dilationFilterGrad, dilationInputGrad } from "./dilation";
export { matrixProduct } from "./matrix-product";
export { maxPool } from "./max-pool";
export { maxPoolGrad } from "./max-pool-grad";
export { power } from "./power";
export { relu, reluGrad } from "./relu";
export { segmentSum } from "./segment-sum";
export { sigmoid, sigmoidGrad, softplusGrad } from "./sigmoid";
export { sumColumns, sumRows } from "./sums";
export { tanh, tanhGrad } from "./tanh";
export { transpose } from "./transpose";
