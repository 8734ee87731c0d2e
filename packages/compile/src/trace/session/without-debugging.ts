import { env } from "../../imports/tfjs-core.js";
import { withMethod } from "./with-method.js";

/** Flags with which TensorFlow.js reads the values that kernels return. */
const FLAGS: ReadonlySet<string> = new Set(["CHECK_COMPUTATION_FOR_ERRORS", "DEBUG"]);

/** Runs `body` as if TensorFlow.js were not debugged: there are no values to look at. */
export function withoutDebugging<T>(body: () => T): T {
  const environment = env();
  const quiet = (getBool: typeof environment.getBool) => (name: string) =>
    !FLAGS.has(name) && getBool.call(environment, name);
  return withMethod(environment, "getBool", quiet, body);
}
