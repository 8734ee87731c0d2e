import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import { describeBackend } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { activeModule } from "./on-wasm.js";

const makeEngine = async () => {
  await activeModule();
  return tfjs;
};
describeBackend("tfjs on wasm, equipped", makeEngine, 1e-6, {
  countArrays: () => tf.memory().numTensors,
});
