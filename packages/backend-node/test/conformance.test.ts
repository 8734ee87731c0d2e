import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import { describeBackend } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe } from "vitest";
import { useNode } from "../src/index.js";
import { hasTfjsNode, loadFromCache } from "./tfjs-node.js";

describe.skipIf(!hasTfjsNode)("tfjs-node", () => {
  const makeEngine = async () => {
    await useNode(loadFromCache);
    return tfjs;
  };
  describeBackend("tfjs on libtensorflow", makeEngine, 1e-6, {
    countArrays: () => tf.memory().numTensors,
  });
});
