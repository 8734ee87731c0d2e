import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { describeFuzzing } from "../../src/fuzz/describe-fuzzing.js";
import { wasm } from "../../src/suite/engine-traits.js";

describeFuzzing({ ...wasm, ready: () => useWasm() });
