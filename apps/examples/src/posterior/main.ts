import { untilInterrupted } from "../until-interrupted.js";
import { readPosteriorOptions, USAGE } from "./posterior-options.js";
import { runPosterior } from "./run-posterior.js";

const command = readPosteriorOptions(process.argv.slice(2));
switch (command.kind) {
  case "help":
    console.log(USAGE);
    break;
  case "misuse":
    console.error(`${command.problem}\n\n${USAGE}`);
    process.exitCode = 2;
    break;
  case "run":
    await untilInterrupted(async (signal) => {
      const fits = await runPosterior(command.options, signal);
      if (fits.length > 0) return;
      console.log("Interrupted before the first fit: no results.");
      process.exitCode = 130;
    });
}
