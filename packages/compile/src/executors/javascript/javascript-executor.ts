import type { Program } from "../../program/program.js";
import type { Executor } from "../executor.js";
import { programOnMachine } from "../program-on-machine.js";
import { javascriptMachine } from "./javascript-machine.js";

/**
 * Runs programs as loops over typed arrays: the living definition of what programs mean, for pages without WebAssembly. It
 * computes in doubles, and rounds to the precision of the program what it stores.
 */
export const javascriptExecutor: Executor = Object.freeze({
  name: "javascript",
  load: (program: Program) => programOnMachine(program, javascriptMachine(program)),
});
