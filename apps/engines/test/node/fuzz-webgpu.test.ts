import { describe, test } from "vitest";
import { describeFuzzing } from "../../src/fuzz/describe-fuzzing.js";
import { webgpu } from "../../src/suite/engine-traits.js";
import { installWebgpu } from "./support/install-webgpu.js";

const architecture = await installWebgpu();

if (architecture === undefined) {
  describe.skip("Random programs on webgpu", () => {
    test("have no adapter here.", () => {});
  });
} else {
  const { useWebgpu } = await import("@symplectic-adjoint/backend-webgpu");
  describeFuzzing({ ...webgpu(architecture), ready: () => useWebgpu() });
}
