// What the package uses of this one. In bundles that leave it out, every import of it would be one of its own.

export {
  backend,
  backend_util,
  engine,
  env,
  getBackend,
  KernelBackend,
  keep,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  slice_util,
  Tensor,
  tensor,
  tidy,
  unregisterKernel,
  upcastType,
  Variable,
  zeros,
} from "@tensorflow/tfjs-core";
