import { useNode } from "@symplectic-adjoint/backend-node";
import { describe, test } from "vitest";
import { describeFuzzing } from "../../src/fuzz/describe-fuzzing.js";
import { tensorflow } from "../../src/suite/engine-traits.js";
import { loadTfjsNode } from "./support/load-tfjs-node.js";

const load = loadTfjsNode;

if (load !== undefined) {
  describeFuzzing({ ...tensorflow, ready: () => useNode(load) });
} else {
  describe.skip("Random programs on tensorflow", () => {
    test("are not run: it is not installed here.", () => {});
  });
}
