import { engine } from "@tensorflow/tfjs";

/** Runs `body` as users run theirs: in no scope, so that what it leaves is seen. The scopes that were open are put back. */
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
