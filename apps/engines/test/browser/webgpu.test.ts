import { useWebgpu } from "@symplectic-adjoint/backend-webgpu";
import { describeEngine } from "../../src/suite/describe-engine.js";
import { webgpu } from "../../src/suite/engine-traits.js";

const adapter = await navigator.gpu.requestAdapter();

describeEngine({ ...webgpu(adapter?.info.architecture ?? "none"), ready: () => useWebgpu() });
