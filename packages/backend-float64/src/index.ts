// The backend

export type { Float64Backend } from "./float64.js";
export { float64 } from "./float64.js";

// Types of f

export type {
  AnyFloat64Function,
  Float64Function,
  Float64FunctionOf,
  Float64PlainFunction,
} from "./dynamics/float64-function.js";
export type { JacobianFunction } from "./dynamics/with-jacobian.js";
export { withJacobian } from "./dynamics/with-jacobian.js";

// Types of functions besides f

export type {
  AnyFloat64StateFunction,
  Float64PlainStateFunction,
  Float64StateFunction,
} from "./dynamics/float64-state-function.js";

// For backends on typed arrays

export type { FloatArray } from "./arrays/float-array.js";
export { type ArrayLoops, typedArrays } from "./arrays/typed-arrays.js";
