import { readOptions, USAGE } from "./demo-options.js";
import { untilInterrupted } from "./until-interrupted.js";

const command = readOptions(process.argv.slice(2));
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
      // Imported here so that Ctrl-C is handled while TensorFlow.js starts.
      const { runDemo } = await import("./run-demo.js");
      const figures = signal.aborted ? undefined : await runDemo(command.options, signal);
      if (figures !== undefined) return;
      console.log("Interrupted before the first training step: no results.");
      process.exitCode = 130;
    });
}
