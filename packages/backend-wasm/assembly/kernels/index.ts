// The functions behind the kernels. Each takes addresses of float32 numbers, unless it says otherwise.

// Elementwise
export {
  addBroadcast,
  divideBroadcast,
  maximumBroadcast,
  minimumBroadcast,
  multiplyBroadcast,
  subtractBroadcast,
} from "./binary";
// Convolutions
export { convolutionFilterGrad, depthwiseFilterGrad, depthwiseInputGrad } from "./convolution";
export { copyRows } from "./copy-rows";
export { erf } from "./erf";
export { elu, exp, expm1 } from "./exp";
// Matrices
export { matrixProduct } from "./matrix-product";
export { power } from "./power";
export { relu, reluGrad } from "./relu";
// Reductions
export { segmentSum } from "./segment-sum";
export { sigmoid, sigmoidGrad, softplusGrad } from "./sigmoid";
export { cos, sin } from "./sine";
export { softplus } from "./softplus";
export { sumColumns, sumRows } from "./sums";
export { tanh, tanhGrad } from "./tanh";
export { transpose } from "./transpose";
