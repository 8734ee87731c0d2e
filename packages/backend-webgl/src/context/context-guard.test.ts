import { EngineFailedError } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { guardContext } from "./context-guard.js";

/** A context that a test can lose, with or without telling, and restore. */
function fakeContext() {
  const listeners: Array<() => void> = [];
  let lost = false;
  return {
    canvas: {
      addEventListener: (_: string, listener: () => void) => void listeners.push(listener),
    },
    isContextLost: () => lost,
    loseSilently: () => {
      lost = true;
    },
    lose: () => {
      lost = true;
      for (const listener of listeners) listener();
    },
    restore: () => {
      lost = false;
    },
  };
}

test("Of a context that is there, a guard hands out what was awaited, and what went wrong.", async () => {
  const guard = guardContext(fakeContext());
  guard.check();
  expect(await guard.awaited(async () => 3)).toBe(3);
  await expect(guard.awaited(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(
    guard.awaited(() => {
      throw new Error("at once");
    }),
  ).rejects.toThrow("at once");
});

test("A lost context is told at the next check and await, and nothing is asked of it.", async () => {
  const context = fakeContext();
  const guard = guardContext(context);
  context.loseSilently();
  let asked = false;
  const value = guard.awaited(async () => {
    asked = true;
  });
  await expect(value).rejects.toThrow(EngineFailedError);
  expect(asked).toBe(false);
  expect(() => guard.check()).toThrow(/useWebgl\(\) again/);
});

test("An answer that never comes is not waited for once the context is lost.", async () => {
  const context = fakeContext();
  const guard = guardContext(context);
  const value = guard.awaited(() => new Promise(() => {}));
  context.lose();
  await expect(value).rejects.toThrow(EngineFailedError);
});

test("An answer from a context that was lost meanwhile is not believed.", async () => {
  const context = fakeContext();
  const guard = guardContext(context);
  const zeros = guard.awaited(async () => {
    context.loseSilently();
    return 0;
  });
  await expect(zeros).rejects.toThrow(EngineFailedError);
});

test("A context that was restored stays lost: what was in it is gone.", () => {
  const context = fakeContext();
  const guard = guardContext(context);
  context.lose();
  context.restore();
  expect(guard.isLost()).toBe(true);
  expect(() => guard.check()).toThrow(EngineFailedError);
});
