import { tensorflowState } from "./tensorflow-state.js";

/** The global state that all files of one process share, each part under a name. */
export function processState(): Map<string, unknown> {
  const state = tensorflowState();
  for (const name of Object.getOwnPropertyNames(globalThis)) state.set(`globalThis.${name}`, true);
  for (const [name, value] of Object.entries(process.env)) state.set(`process.env.${name}`, value);
  state.set("Math.random", Math.random);
  state.set("Date.now", Date.now);
  state.set("working directory", process.cwd());
  return state;
}
