import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { HostTensor } from "../host/host-tensor.js";

/** A float32 tensor of the active engine with these numbers. */
export function tensorFrom({ shape, values }: HostTensor): Tensor {
  return tensor(Float32Array.from(values), [...shape], "float32");
}
