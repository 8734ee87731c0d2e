import { execute } from "./command-line.js";
import { readOptions, USAGE } from "./demo-options.js";

const command = readOptions(process.argv.slice(2));
const nothing = "Interrupted before the first training step: no results.";
await execute(command, USAGE, nothing, async (options, signal) => {
  // Imported here so that Ctrl-C is handled while TensorFlow.js starts.
  const { runDemo } = await import("./run-demo.js");
  return !signal.aborted && (await runDemo(options, signal)) !== undefined;
});
