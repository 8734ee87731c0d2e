import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { describeAdjoint, everyKthTogether } from "@symplectic-adjoint/testing";
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
describeAdjoint(
  "symplecticAdjoint with stages in its checkpoints",
  symplecticAdjoint({ contents: "stages" }),
  explicitRungeKutta,
);
describeAdjoint(
  "symplecticAdjoint with the stages of replayed segments",
  symplecticAdjoint({ contents: "stages", schedule: everyKthTogether(3) }),
  explicitRungeKutta,
);
describeAdjoint(
  "checkpointPerStep with a tape per step of a segment",
  checkpointPerStep({ window: "step", schedule: everyKthTogether(3) }),
  explicitRungeKutta,
);
describeAdjoint("continuousAdjoint", continuousAdjoint(), explicitRungeKutta);
