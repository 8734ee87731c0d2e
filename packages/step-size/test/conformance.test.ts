import { describeController } from "@symplectic-adjoint/testing";
import { integralController, laggedController } from "../src/index.js";

describeController("integral", integralController());
describeController(
  "integral, careful",
  integralController({ safety: 0.8, ifactor: 2, dfactor: 0.5 }),
);
describeController("lagged", laggedController());
describeController(
  "lagged, careful",
  laggedController({ safety: 0.8, ifactor: 2, dfactor: 0.5, afterLanding: "cut" }),
);
