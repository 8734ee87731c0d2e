import { describeAdjoint } from "@symplectic-adjoint/testing";
import {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  oneCheckpoint,
  symplecticAdjoint,
} from "../src/index.js";

describeAdjoint("backpropagation", backpropagation());
describeAdjoint("oneCheckpoint", oneCheckpoint());
describeAdjoint("checkpointPerStep", checkpointPerStep());
describeAdjoint("symplecticAdjoint", symplecticAdjoint());
describeAdjoint("continuousAdjoint", continuousAdjoint());
