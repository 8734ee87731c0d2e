import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { describe } from "vitest";
import { cpu } from "../../src/suite/engine-traits.js";
import { faultModes } from "../../src/suite/faults/fault-modes.js";
import { faultsSuite } from "../../src/suite/faults/faults-suite.js";
import { long } from "../../src/suite/support/long.js";
import { withEngine } from "../../src/suite/support/with-engine.js";
import { reportCounts } from "./support/report-counts.js";

describe("On the engine cpu, as TensorFlow.js ships it", () => {
  withEngine({
    ...cpu,
    ready: async () => {
      await tf.setBackend("cpu");
      return { name: "cpu", backend: tfjs, undo: async () => {} };
    },
  });
  // Its operations are made of many kernels, so there are several times as many faults. What differs from the equipped
  // engine is what an operation leaves, which is freed by scopes on tapes, and by nobody else outside of them.
  const modes = faultModes.filter(
    ({ title }) => title === "by solve and pullback" || title === "in tf.grads",
  );
  faultsSuite({ modes, thorough: long, report: reportCounts });
});
