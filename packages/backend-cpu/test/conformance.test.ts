import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import { describeBackend } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { useCpu } from "../src/index.js";
import { quietly } from "./on-cpu.js";

const makeEngine = async () => {
  await quietly(useCpu);
  return tfjs;
};
describeBackend("tfjs on cpu, equipped", makeEngine, 1e-6, {
  countArrays: () => tf.memory().numTensors,
});
