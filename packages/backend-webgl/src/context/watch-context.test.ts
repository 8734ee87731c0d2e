import { guardEngine } from "@symplectic-adjoint/backend-tfjs";
import { EngineFailedError } from "@symplectic-adjoint/core";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { watchContext } from "./watch-context.js";

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

/** A guarded backend on a context, whose reads are as given. */
function guarded(context: ReturnType<typeof fakeContext>, read: () => Promise<Float32Array>) {
  const backend = { read, readSync: () => Float32Array.of(3) } as unknown as KernelBackend;
  guardEngine(backend, watchContext(context));
  return { read: () => backend.read({}), readSync: () => backend.readSync({}) };
}

test("On a working context, reads have the results of the backend's reads.", async () => {
  const { read, readSync } = guarded(fakeContext(), async () => Float32Array.of(3));
  expect(readSync()).toEqual(Float32Array.of(3));
  expect(await read()).toEqual(Float32Array.of(3));
  const rejecting = guarded(fakeContext(), () => Promise.reject(new Error("no")));
  await expect(rejecting.read()).rejects.toThrow("no");
  const throwing = guarded(fakeContext(), () => {
    throw new Error("at once");
  });
  await expect(throwing.read()).rejects.toThrow("at once");
});

test("The next read after a silent loss throws without calling the context.", async () => {
  const context = fakeContext();
  let asked = false;
  const { read, readSync } = guarded(context, async () => {
    asked = true;
    return Float32Array.of(0);
  });
  context.loseSilently();
  await expect(read()).rejects.toThrow(EngineFailedError);
  expect(asked).toBe(false);
  expect(readSync).toThrow(/useWebgl\(\) again/);
});

test("A pending read is abandoned once the context is lost.", async () => {
  const context = fakeContext();
  const values = guarded(context, () => new Promise(() => {})).read();
  context.lose();
  await expect(values).rejects.toThrow(EngineFailedError);
});

test("The result of a read during which the context was lost is rejected.", async () => {
  const context = fakeContext();
  const { read } = guarded(context, async () => {
    context.loseSilently();
    return Float32Array.of(0);
  });
  await expect(read()).rejects.toThrow(EngineFailedError);
});

test("A restored context counts as lost, because its textures are lost.", () => {
  const context = fakeContext();
  const watch = watchContext(context);
  context.lose();
  context.restore();
  expect(watch.isLost()).toBe(true);
  expect(watch.failure()).toMatchObject({ argument: "The WebGL context" });
});
