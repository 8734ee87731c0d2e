import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { describeFuzzing } from "../../src/fuzz/describe-fuzzing.js";
import { cpu } from "../../src/suite/engine-traits.js";

describeFuzzing({ ...cpu, ready: () => useCpu() });
