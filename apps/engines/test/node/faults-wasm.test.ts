import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { describe } from "vitest";
import { wasm } from "../../src/suite/engine-traits.js";
import { faultsSuite } from "../../src/suite/faults/faults-suite.js";
import { long } from "../../src/suite/support/long.js";
import { withEngine } from "../../src/suite/support/with-engine.js";
import { reportCounts } from "./support/report-counts.js";

describe("On the engine wasm, equipped", () => {
  withEngine({ ...wasm, ready: () => useWasm() });
  faultsSuite({ thorough: long, report: reportCounts });
});
