import { inlinePool } from "@symplectic-adjoint/parallel";
import { describePool } from "./support/describe-pool.js";
import { tasks } from "./support/numbers-tasks.js";

describePool("inlinePool", () => inlinePool(tasks));
