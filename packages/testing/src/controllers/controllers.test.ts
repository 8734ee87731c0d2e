import { describeController } from "../conformance/describe-controller.js";
import { elementary } from "./elementary.js";
import { fixedSteps } from "./fixed-steps.js";

describeController("fixedSteps", fixedSteps(0.25));
describeController("elementary", elementary(0.1));
