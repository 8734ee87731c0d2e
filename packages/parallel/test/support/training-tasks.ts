import { setTimeout as delay } from "node:timers/promises";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { defineTasks } from "@symplectic-adjoint/parallel";
import * as tf from "@tensorflow/tfjs";
import { float64Loss } from "./float64-loss.js";
import { tensorLoss } from "./tensor-loss.js";

let wasm: Promise<unknown> | undefined;

/** The loss in double precision and on two engines of TensorFlow.js, which each worker starts itself. */
export const tasks = defineTasks(
  {
    float64: float64Loss,
    /** The same, long enough to be interrupted. */
    slow: async (samples, parameters) => {
      await delay(400);
      return float64Loss(samples, parameters);
    },
    cpu: async (samples, parameters) => {
      await tf.setBackend("cpu");
      return tensorLoss(samples, parameters);
    },
    wasm: async (samples, parameters) => {
      wasm ??= useWasm();
      await wasm;
      await tf.setBackend("wasm");
      return tensorLoss(samples, parameters);
    },
  },
  { version: "1" },
);
