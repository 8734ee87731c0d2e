import * as tf from "@tensorflow/tfjs";
import type { EngineUnderTest } from "./engine-under-test.js";
import { deviceComplaints } from "./support/device-complaints.js";

/** The properties of an engine that do not depend on its environment: all except its activation. */
export type EngineTraits = Omit<EngineUnderTest, "ready">;

/** Derivatives of activations as one kernel each, which TensorFlow.js composes from several. */
const ACTIVATIONS = ["TanhGrad", "SigmoidGrad", "ReluGrad", "SoftplusGrad"];

export const cpu: EngineTraits = {
  name: "cpu",
  readsSynchronously: true,
  tolerance: 1e-6,
  brings: [...ACTIVATIONS, "BatchMatMul", "Sum"],
};

export const wasm: EngineTraits = {
  name: "wasm",
  readsSynchronously: true,
  tolerance: 1e-6,
  brings: [...ACTIVATIONS, "BatchMatMul", "UnsortedSegmentSum", "Conv2DBackpropFilter"],
};

export const tensorflow: EngineTraits = {
  name: "tensorflow",
  readsSynchronously: true,
  tolerance: 1e-6,
  brings: [...ACTIVATIONS, "Sum"],
};

/** WGSL and GLSL leave tanh, exp, pow and similar to the driver, with an error of a few ulp more. */
const SHADER_FUNCTIONS = 5e-6;

/** They allow sin and cos an absolute error of 2⁻¹¹. SwiftShader's is 2e-4, lavapipe's 1e-7. */
const SHADER_SINE = 2 ** -11;

export const webgl: EngineTraits = {
  name: "webgl",
  readsSynchronously: true,
  tolerance: 1e-6,
  functionTolerance: SHADER_FUNCTIONS,
  sinTolerance: SHADER_SINE,
  brings: ACTIVATIONS,
  forwarding: "WEBGL_CPU_FORWARD",
  onDevice: ({ dataId }) => {
    const { texData } = tf.backend() as unknown as { texData: Data<{ texture?: unknown }> };
    return texData.get(dataId).texture != null;
  },
};

/** @param architecture The architecture in the adapter's `info`. */
export function webgpu(architecture: string): EngineTraits {
  return {
    name: "webgpu",
    readsSynchronously: false,
    tolerance: 1e-6,
    functionTolerance: SHADER_FUNCTIONS,
    ...(architecture === "swiftshader" && { sinTolerance: SHADER_SINE }),
    brings: ACTIVATIONS,
    forwarding: "WEBGPU_CPU_FORWARD",
    onDevice: ({ dataId }) => {
      const { tensorMap } = tf.backend() as unknown as { tensorMap: Data<{ resource?: unknown }> };
      return tensorMap.get(dataId).resource != null;
    },
    complaints: deviceComplaints(),
  };
}

/** The records of tensors in the GPU engines. */
interface Data<T> {
  get(dataId: object): T;
}
