import "@tensorflow/tfjs-backend-wasm";
import { stockSuite } from "../../src/suite/stock-suite.js";
import { installWebgpu } from "./support/install-webgpu.js";

const architecture = await installWebgpu();
if (architecture === undefined) {
  console.warn("webgpu is not tested: no Vulkan driver found; run scripts/lavapipe.sh");
} else {
  await import("@tensorflow/tfjs-backend-webgpu");
}

stockSuite(["cpu", "wasm", ...(architecture === undefined ? [] : ["webgpu"])]);
