import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { type TfjsNode, useNode } from "@symplectic-adjoint/backend-node";
import { describe, test } from "vitest";
import { describeEngine } from "../../src/suite/describe-engine.js";
import { tensorflow } from "../../src/suite/traits.js";

/** Where scripts/libtensorflow.sh puts tfjs-node, compiled against a real libtensorflow. */
const folder = new URL("../../../../.cache/tfjs-node/", import.meta.url);
const binding = "node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node";

if (existsSync(new URL(binding, folder))) {
  const load = (): TfjsNode => createRequire(folder)("@tensorflow/tfjs-node");
  describeEngine({ ...tensorflow, ready: () => useNode(load) });
} else {
  console.warn("tensorflow is not tested: run scripts/libtensorflow.sh to have libtensorflow");
  describe.skip("The engine tensorflow", () => {
    test("is not installed here.", () => {});
  });
}
