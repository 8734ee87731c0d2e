import * as tf from "@tensorflow/tfjs";
import type { EngineUnderTest } from "./engine-under-test.js";
import { deviceComplaints } from "./support/device-complaints.js";

/** What is known of an engine, wherever it runs: all but how it is made ready. */
export type EngineTraits = Omit<EngineUnderTest, "ready">;

/** Derivatives of activations in one kernel each, which TensorFlow.js composes of several. */
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

/** WGSL and GLSL leave tanh, exp, pow and the like to the driver, and allow it a few units of the last place more. */
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

/** @param architecture What the adapter's `info` says it is. */
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

/** How the GPU engines keep what they know of a tensor. */
interface Data<T> {
  get(dataId: object): T;
}
