import { describeBackend } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describeWebgpu, readyWebgpu } from "./on-webgpu.js";

describeWebgpu("On WebGPU", () => {
  const makeEngine = async () => (await readyWebgpu()).backend;
  describeBackend("tfjs", makeEngine, 1e-6, { countArrays: () => tf.memory().numTensors });
});
