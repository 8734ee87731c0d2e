import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { describeEngine } from "../../src/suite/describe-engine.js";
import { wasm } from "../../src/suite/engine-traits.js";

describeEngine({ ...wasm, ready: () => useWasm() });
