import { describeBackend } from "@symplectic-adjoint/testing";
import { float64 } from "../src/index.js";

describeBackend("float64", () => float64, 1e-14, { axes: "one" });
