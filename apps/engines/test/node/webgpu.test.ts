import { describe, test } from "vitest";
import { describeEngine } from "../../src/suite/describe-engine.js";
import { webgpu } from "../../src/suite/engine-traits.js";
import { installWebgpu } from "./support/install-webgpu.js";

const architecture = await installWebgpu();

if (architecture === undefined) {
  console.warn(
    "webgpu is not tested: no Vulkan driver found; run scripts/lavapipe.sh, or set VK_ICD_FILENAMES",
  );
  describe.skip("The engine webgpu", () => {
    test("has no adapter here.", () => {});
  });
} else {
  const { useWebgpu } = await import("@symplectic-adjoint/backend-webgpu");
  describeEngine({
    ...webgpu(architecture),
    ready: () => useWebgpu(),
    misuse: () => useWebgpu({ device: 0 } as object),
  });
}
