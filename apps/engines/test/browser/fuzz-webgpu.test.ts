import { useWebgpu } from "@symplectic-adjoint/backend-webgpu";
import { describeFuzzing } from "../../src/fuzz/describe-fuzzing.js";
import { webgpu } from "../../src/suite/engine-traits.js";

const adapter = await navigator.gpu.requestAdapter();

describeFuzzing({ ...webgpu(adapter?.info.architecture ?? "none"), ready: () => useWebgpu() });
