import { engine } from "@tensorflow/tfjs";

/** Runs `body` outside of any scope, as user code, so that leaks are visible. Restores the open scopes afterwards. */
export async function outsideOfScopes(body: () => Promise<void>): Promise<void> {
  const { state } = engine();
  const { activeScope } = state;
  const outer = state.scopeStack.splice(0);
  state.activeScope = null as never;
  try {
    await body();
  } finally {
    state.scopeStack.push(...outer);
    state.activeScope = activeScope;
  }
}
