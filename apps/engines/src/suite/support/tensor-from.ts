import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { HostTensor } from "../host/host-tensor.js";

/** The numbers as a float32 tensor of the active engine. */
export function tensorFrom({ shape, values }: HostTensor): Tensor {
  return tensor(Float32Array.from(values), [...shape], "float32");
}
