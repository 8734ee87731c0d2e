import { describeController } from "@symplectic-adjoint/testing";
import { integralController } from "../src/index.js";

describeController("integral", integralController());
describeController(
  "integral, careful",
  integralController({ safety: 0.8, ifactor: 2, dfactor: 0.5 }),
);
