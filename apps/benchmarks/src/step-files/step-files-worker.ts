import { serveLines } from "../runners/serve-lines.js";
import { followSteps, type StepFiles } from "./follow-steps.js";
import { type SolveName, solves } from "./solves.js";

// Follows the steps of one solve, on request.

await serveLines({
  follow: async (name: SolveName): Promise<StepFiles> => followSteps(await solves[name]()),
});
