import { describeBackend } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { tfjs } from "../src/index.js";
import { activate } from "./on-each-engine.js";

for (const engineName of ["cpu", "wasm"]) {
  const makeEngine = async () => {
    await activate(engineName);
    return tfjs;
  };
  describeBackend(`tfjs on ${engineName}`, makeEngine, 1e-6, {
    countArrays: () => tf.memory().numTensors,
  });
}
