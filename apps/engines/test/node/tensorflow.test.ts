import { useNode } from "@symplectic-adjoint/backend-node";
import { describe, test } from "vitest";
import { describeEngine } from "../../src/suite/describe-engine.js";
import { tensorflow } from "../../src/suite/engine-traits.js";
import { loadTfjsNode } from "./support/load-tfjs-node.js";

const load = loadTfjsNode;

if (load !== undefined) {
  describeEngine({ ...tensorflow, ready: () => useNode(load) });
} else {
  console.warn("tensorflow is not tested: run scripts/libtensorflow.sh to have libtensorflow");
  describe.skip("The engine tensorflow", () => {
    test("is not installed here.", () => {});
  });
}
