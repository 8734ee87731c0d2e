import { UnknownOptionError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { differences, registered } from "./support/registered.js";

/** Activating an engine any number of times, and undoing it. Every test begins with the unmodified engine cpu. */
export function activationSuite(engine: EngineUnderTest): void {
  const { name, ready, misuse, brings = [] } = engine;

  describe("Making it ready", () => {
    // The unmodified state of the engine, after its import.
    let stock = new Map<string, unknown>();
    beforeAll(async () => {
      await (await ready()).undo();
      stock = registered(name);
    });
    beforeEach(() => tf.setBackend("cpu"));

    test("makes it the active one, and says which.", async () => {
      const inUse = await ready();
      expect({ named: inUse.name, active: tf.getBackend() }).toEqual({ named: name, active: name });
      expect(inUse.backend.readsSynchronously).toBe(engine.readsSynchronously);
      await inUse.undo();
    });

    test("registers kernels, and undoing it puts back those there were, and the engine.", async () => {
      const inUse = await ready();
      expect(differences(stock, registered(name))).toEqual(expect.arrayContaining([...brings]));
      await inUse.undo();
      expect(differences(stock, registered(name))).toEqual([]);
      expect(tf.getBackend()).toBe("cpu");
    });

    test("twice needs undoing twice, in any order, and changes nothing in between.", async () => {
      const first = await ready();
      const equipped = registered(name);
      const second = await ready();
      expect(differences(equipped, registered(name))).toEqual([]);
      await first.undo();
      await first.undo();
      expect(differences(equipped, registered(name))).toEqual([]);
      await second.undo();
      expect(differences(stock, registered(name))).toEqual([]);
    });

    test("says nothing on the console, the first time and later.", async () => {
      const spies = (["warn", "error", "log"] as const).map((method) => vi.spyOn(console, method));
      const all = [await ready(), await ready()];
      for (const inUse of all) await inUse.undo();
      const said = spies.flatMap(({ mock }) => mock.calls);
      for (const spy of spies) spy.mockRestore();
      expect(said).toEqual([]);
    });

    if (misuse === undefined) return;

    test("refuses an option that it does not know.", async () => {
      await expect(misuse()).rejects.toThrow(UnknownOptionError);
      expect(tf.getBackend()).toBe("cpu");
    });
  });
}
