import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { describeEngine } from "../../src/suite/describe-engine.js";
import { wasm } from "../../src/suite/engine-traits.js";

describeEngine({
  ...wasm,
  ready: () => useWasm(),
  misuse: () => useWasm({ threads: 2 } as object),
});
