import { everyStep, startOnly } from "../src/index.js";
import { describeSchedule } from "./describe-schedule.js";
import { everyOther } from "./every-other.js";

describeSchedule("everyStep", everyStep);
describeSchedule("startOnly", startOnly);
// Not part of the library: it advances and stores in the backward pass, which the others do not.
describeSchedule("everyOther", everyOther(2));
describeSchedule("every fifth", everyOther(5));
