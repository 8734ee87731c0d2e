import { execute } from "@symplectic-adjoint/examples/command-line";
import { readCommandLine, usageOf } from "./command-line.js";
import { questions } from "./questions.js";

const command = readCommandLine(process.argv.slice(2), Object.keys(questions));
const nothing = "Interrupted before the first result.";
await execute(command, usageOf(questions), nothing, async (line, signal) => {
  // Imported here so that Ctrl-C is handled while TensorFlow.js starts.
  const { runCommand } = await import("./run-command.js");
  return !signal.aborted && (await runCommand(line, signal));
});
