import { EngineFailedError, type ErrorDetails, type State } from "@symplectic-adjoint/core";
import type { KernelBackend, Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { guardEngine } from "./guard-engine.js";

const failure: ErrorDetails = { argument: "The engine", problem: "failed", remedy: "Wait." };

/** A guarded backend that a test can make fail. */
function guarded() {
  const engine = { failed: false, lost: false, reads: 0, stopped: 0, failsDuringReads: false };
  class Backend {
    async read(): Promise<Float32Array> {
      engine.reads++;
      if (engine.failsDuringReads) engine.failed = true;
      return Float32Array.of(3);
    }
    readSync(): Float32Array {
      engine.reads++;
      if (engine.failsDuringReads) engine.failed = true;
      return Float32Array.of(4);
    }
  }
  const backend = new Backend() as unknown as KernelBackend;
  const guard = guardEngine(backend, {
    failure: () => (engine.failed ? failure : undefined),
    isLost: () => engine.lost,
    read: (dataId, read) => read(dataId),
    stop: () => {
      engine.stopped++;
    },
  });
  return { engine, backend, guard };
}

describe("guardEngine", () => {
  test("passes reads through while the engine works.", async () => {
    const { backend } = guarded();
    expect(await backend.read({})).toEqual(Float32Array.of(3));
    expect(backend.readSync({})).toEqual(Float32Array.of(4));
  });

  test("rejects reads of a failed engine without calling the engine.", async () => {
    const { engine, backend } = guarded();
    engine.failed = true;
    await expect(backend.read({})).rejects.toThrow(EngineFailedError);
    expect(() => backend.readSync({})).toThrow(/^The engine failed\. Wait\.$/);
    expect(engine.reads).toBe(0);
  });

  test("rejects values that were read while the engine failed.", async () => {
    const { engine, backend } = guarded();
    engine.failsDuringReads = true;
    await expect(backend.read({})).rejects.toThrow(EngineFailedError);
    engine.failed = false;
    expect(() => backend.readSync({})).toThrow(EngineFailedError);
    expect(engine.reads).toBe(2);
  });

  test("guards operations, and omits undefined ones.", () => {
    const { engine, guard } = guarded();
    let calls = 0;
    const operations = guard.operations({
      dot: (a: State<Tensor>, b: State<Tensor>) => {
        calls++;
        return a.length + b.length;
      },
      // As from JavaScript.
      read: undefined as never,
    });
    expect(operations.dot([], [])).toBe(0);
    expect(operations.read).toBeUndefined();
    engine.failed = true;
    expect(() => operations.dot([], [])).toThrow(EngineFailedError);
    expect(calls).toBe(1);
  });

  test("is removed with its watch, but stays on a lost engine.", async () => {
    const { engine, backend, guard } = guarded();
    engine.failed = true;
    engine.lost = true;
    guard.remove();
    await expect(backend.read({})).rejects.toThrow(EngineFailedError);
    expect(engine.stopped).toBe(0);
    engine.lost = false;
    guard.remove();
    expect(await backend.read({})).toEqual(Float32Array.of(3));
    expect(Object.keys(backend)).toEqual([]);
    expect(engine.stopped).toBe(1);
  });
});
