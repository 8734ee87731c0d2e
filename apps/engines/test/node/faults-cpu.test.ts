import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { describe } from "vitest";
import { cpu } from "../../src/suite/engine-traits.js";
import { faultsSuite } from "../../src/suite/faults/faults-suite.js";
import { long } from "../../src/suite/support/long.js";
import { withEngine } from "../../src/suite/support/with-engine.js";
import { reportCounts } from "./support/report-counts.js";

describe("On the engine cpu, equipped", () => {
  withEngine({ ...cpu, ready: () => useCpu() });
  faultsSuite({ thorough: long, report: reportCounts });
});
