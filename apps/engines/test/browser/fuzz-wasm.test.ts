import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { describeFuzzing } from "../../src/fuzz/describe-fuzzing.js";
import { wasm } from "../../src/suite/traits.js";

describeFuzzing({ ...wasm, ready: () => useWasm() });
