// The functions behind the kernels. They take addresses of float32 numbers, unless stated otherwise.

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
export { erf } from "./erf";
export { elu, exp, expm1 } from "./exp";
export { matrixProduct } from "./matrix-product";
export { maxPool } from "./max-pool";
export { maxPoolGrad } from "./max-pool-grad";
export { power } from "./power";
export { relu, reluGrad } from "./relu";
export { segmentSum } from "./segment-sum";
export { sigmoid, sigmoidGrad, softplusGrad } from "./sigmoid";
export { cos, sin } from "./sine";
export { softplus } from "./softplus";
export { sumColumns, sumRows } from "./sums";
export { tanh, tanhGrad } from "./tanh";
export { transpose } from "./transpose";
