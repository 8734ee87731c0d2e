import { env } from "@tensorflow/tfjs-core";

/** Flags with which TensorFlow.js reads the values that kernels return. */
const FLAGS: ReadonlySet<string> = new Set(["CHECK_COMPUTATION_FOR_ERRORS", "DEBUG"]);

/** Runs `body` as if TensorFlow.js were not debugged: there are no values to look at. */
export function withoutDebugging<T>(body: () => T): T {
  const environment = env();
  const own = Object.getOwnPropertyDescriptor(environment, "getBool");
  const { getBool } = environment;
  environment.getBool = (name) => !FLAGS.has(name) && getBool.call(environment, name);
  try {
    return body();
  } finally {
    if (own === undefined) Reflect.deleteProperty(environment, "getBool");
    else Object.defineProperty(environment, "getBool", own);
  }
}
