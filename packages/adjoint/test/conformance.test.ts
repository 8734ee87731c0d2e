import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { describeAdjoint } from "@symplectic-adjoint/testing";
import {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  oneCheckpoint,
  symplecticAdjoint,
} from "../src/index.js";

describeAdjoint("backpropagation", backpropagation(), explicitRungeKutta);
describeAdjoint("oneCheckpoint", oneCheckpoint(), explicitRungeKutta);
describeAdjoint("checkpointPerStep", checkpointPerStep(), explicitRungeKutta);
describeAdjoint("symplecticAdjoint", symplecticAdjoint(), explicitRungeKutta);
describeAdjoint("continuousAdjoint", continuousAdjoint(), explicitRungeKutta);
