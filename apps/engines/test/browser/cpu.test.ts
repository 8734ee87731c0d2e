import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { describeEngine } from "../../src/suite/describe-engine.js";
import { cpu } from "../../src/suite/engine-traits.js";

describeEngine({ ...cpu, ready: () => useCpu() });
