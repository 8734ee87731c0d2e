import { EngineUnavailableError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeBackend, fakeEngine, stockNeg } from "../../test/fake-engine.js";
import { activeOperations } from "../operations/engine-operations.js";
import type { EngineSetup } from "./engine-equipment.js";
import { useEngine } from "./use-engine.js";

const remedy = "Buy one.";
const neg = (): tf.KernelFunc => () => ({ dataId: {}, shape: [], dtype: "float32" });
const kernelOf = (engineName: string) => tf.getKernel("Neg", engineName)?.kernelFunc;

/** A setup that counts its calls and stores the last equipment. */
function equipment(name: string) {
  const counts = { equipped: 0, uninstalled: 0 };
  const kernelFunc = neg();
  const dot = (): number => 42;
  const setup: EngineSetup = {
    name,
    remedy,
    equip: () => {
      counts.equipped++;
      return {
        kernels: [{ kernelName: "Neg", kernelFunc }],
        operations: { dot },
        dispose: () => {
          counts.uninstalled++;
        },
      };
    },
  };
  return { counts, kernelFunc, dot, setup };
}

let removeFakes: Array<() => Promise<void>> = [];
beforeEach(async () => {
  await tf.setBackend("cpu");
  removeFakes = [fakeEngine("fake"), fakeEngine("other")];
});
afterEach(async () => {
  for (const remove of removeFakes) await remove();
  expect(activeOperations().dot([], [])).toBe(0);
});

describe("useEngine", () => {
  it("activates the engine, equips it, and undoes both", async () => {
    const { setup, counts, kernelFunc, dot } = equipment("fake");
    const inUse = await useEngine(setup);
    expect(inUse.name).toBe("fake");
    expect(tf.getBackend()).toBe("fake");
    expect(kernelOf("fake")).toBe(kernelFunc);
    expect(activeOperations().dot).toBe(dot);

    await inUse.undo();
    expect(tf.getBackend()).toBe("cpu");
    expect(kernelOf("fake")).toBe(stockNeg);
    await tf.setBackend("fake");
    expect(activeOperations().dot).not.toBe(dot);
    expect(counts).toEqual({ equipped: 1, uninstalled: 1 });
  });

  it("equips once for any number of calls, and the last undo uninstalls", async () => {
    const { setup, counts, kernelFunc } = equipment("fake");
    const [first, second] = [await useEngine(setup), await useEngine(setup)];
    await second.undo();
    await second.undo();
    expect(tf.getBackend()).toBe("fake");
    expect(kernelOf("fake")).toBe(kernelFunc);
    await first.undo();
    expect(tf.getBackend()).toBe("cpu");
    expect(kernelOf("fake")).toBe(stockNeg);
    expect(counts).toEqual({ equipped: 1, uninstalled: 1 });
  });

  it("equips once for two concurrent calls", async () => {
    const { setup, counts } = equipment("fake");
    const slow: EngineSetup = {
      ...setup,
      equip: async (backend) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return setup.equip(backend);
      },
    };
    const both = await Promise.all([useEngine(slow), useEngine(slow)]);
    expect(counts.equipped).toBe(1);
    await Promise.all(both.map(({ undo }) => undo()));
    expect(counts.uninstalled).toBe(1);
    expect(kernelOf("fake")).toBe(stockNeg);
  });

  it("serializes calls for different engines: the last one is active", async () => {
    const [one, two] = [equipment("fake"), equipment("other")];
    const [first, second] = await Promise.all([useEngine(one.setup), useEngine(two.setup)]);
    expect(tf.getBackend()).toBe("other");
    await Promise.all([second.undo(), first.undo()]);
    expect(tf.getBackend()).toBe("cpu");
  });

  it("does not deactivate an engine chosen since, but uninstalls the equipment", async () => {
    const [one, two] = [equipment("fake"), equipment("other")];
    const first = await useEngine(one.setup);
    const second = await useEngine(two.setup);
    await first.undo();
    expect(tf.getBackend()).toBe("other");
    expect(kernelOf("fake")).toBe(stockNeg);
    await second.undo();
    expect(tf.getBackend()).toBe("fake");
  });

  it("keeps the engine active if the previous one has been removed", async () => {
    await tf.setBackend("other");
    const inUse = await useEngine(equipment("fake").setup);
    tf.removeBackend("other");
    await inUse.undo();
    expect(tf.getBackend()).toBe("fake");
    removeFakes[1] = async () => {};
    for (const { kernelName } of tf.getKernelsForBackend("other"))
      tf.unregisterKernel(kernelName, "other");
  });

  it("equips a backend that was removed and registered again, unaffected by the old undo", async () => {
    const { setup, counts, kernelFunc } = equipment("fake");
    const first = await useEngine(setup);
    tf.removeBackend("fake");
    tf.registerBackend("fake", () => new FakeBackend(), 0);
    const second = await useEngine(setup);
    expect(counts).toEqual({ equipped: 2, uninstalled: 1 });
    await first.undo();
    expect(kernelOf("fake")).toBe(kernelFunc);
    expect(tf.getBackend()).toBe("fake");
    await second.undo();
    expect(kernelOf("fake")).toBe(stockNeg);
    expect(tf.getBackend()).toBe("cpu");
    expect(counts).toEqual({ equipped: 2, uninstalled: 2 });
  });

  it("loads first, and undoes an activation by loading", async () => {
    const { setup } = equipment("fake");
    const inUse = await useEngine({ ...setup, load: () => tf.setBackend("other") });
    expect(tf.getBackend()).toBe("fake");
    await inUse.undo();
    expect(tf.getBackend()).toBe("cpu");
  });
});

describe("useEngine fails and leaves the previous engine active", () => {
  const failing: ReadonlyArray<readonly [string, Partial<EngineSetup>, RegExp]> = [
    [
      "when no such engine is registered",
      { name: "absent" },
      /'absent' could not be activated.*Buy one/,
    ],
    [
      "when its backend cannot be created",
      { name: "broken" },
      /'broken' could not be activated.*Buy one/,
    ],
    [
      "when the creation of its backend rejects",
      { name: "rejecting" },
      /'rejecting' could not be activated/,
    ],
    ["when the backend is of another tfjs-core", { name: "foreign" }, /is loaded twice/],
    [
      "when loading throws",
      {
        load: async () => {
          await tf.setBackend("other");
          throw new Error("no such module");
        },
      },
      /^no such module$/,
    ],
    [
      "when equipping throws",
      {
        equip: () => {
          throw new Error("no such kernel");
        },
      },
      /^no such kernel$/,
    ],
  ];

  it.each(failing)("%s", async (_, changed, message) => {
    removeFakes.push(
      fakeEngine("broken", () => {
        throw new Error("no device");
      }),
      fakeEngine("rejecting", () => Promise.reject(new Error("no device"))),
      fakeEngine("foreign", () => foreignBackend()),
    );
    const { setup, counts } = equipment("fake");
    const error = await useEngine({ ...setup, ...changed }).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toMatch(message);
    if (changed.name !== undefined) expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(tf.getBackend()).toBe("cpu");
    expect(kernelOf("fake")).toBe(stockNeg);
    expect(counts).toEqual({ equipped: 0, uninstalled: 0 });
    // The next call is unaffected.
    await (await useEngine(setup)).undo();
  });
});

/** A backend of another copy of tfjs-core: complete, but of another class. */
function foreignBackend(): tf.KernelBackend {
  const methods = Object.getOwnPropertyDescriptors(FakeBackend.prototype);
  const foreign = Object.create(Object.prototype, methods);
  return Object.assign(foreign, { owners: new WeakMap() });
}
