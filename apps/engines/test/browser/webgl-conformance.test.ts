import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import { describeBackend } from "@symplectic-adjoint/testing";
import { memory } from "@tensorflow/tfjs-core";

// Sums of positive numbers are added up 64 at a time, so that they are as exact as on the other engines.
describeBackend("tfjs on webgl", async () => (await useWebgl()).backend, 1e-6, {
  countArrays: () => memory().numTensors,
});
