import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import { describeFuzzing } from "../../src/fuzz/describe-fuzzing.js";
import { webgl } from "../../src/suite/engine-traits.js";

describeFuzzing({ ...webgl, ready: () => useWebgl() });
