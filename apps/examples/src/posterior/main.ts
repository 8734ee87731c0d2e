import { execute } from "../command-line.js";
import { readPosteriorOptions, USAGE } from "./posterior-options.js";
import { runPosterior } from "./run-posterior.js";

const command = readPosteriorOptions(process.argv.slice(2));
const nothing = "Interrupted before the first fit: no results.";
await execute(
  command,
  USAGE,
  nothing,
  async (options, signal) => (await runPosterior(options, signal)).length > 0,
);
