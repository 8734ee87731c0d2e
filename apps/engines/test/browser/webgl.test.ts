import { useWebgl, type WebglOptions } from "@symplectic-adjoint/backend-webgl";
import { describeEngine } from "../../src/suite/describe-engine.js";
import { webgl } from "../../src/suite/engine-traits.js";

describeEngine({
  ...webgl,
  ready: () => useWebgl(),
  brings: ["TanhGrad", "SigmoidGrad", "ReluGrad", "SoftplusGrad"],
  misuse: () => useWebgl({ textures: 1 } as WebglOptions),
});
