import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeBackend, fakeEngine, stockNeg } from "../../test/fake-engine.js";
import { replaceKernels } from "./replace-kernels.js";

const NAME = "fake";
const kernel = (kernelName = "Neg") => ({
  kernelName,
  kernelFunc: (() => []) as unknown as tf.KernelFunc,
});
const registered = (kernelName = "Neg") => tf.getKernel(kernelName, NAME)?.kernelFunc;

let remove: () => Promise<void>;
beforeEach(() => {
  remove = fakeEngine(NAME);
});
afterEach(() => remove());

describe("replaceKernels", () => {
  it("replaces a kernel, adds one, logs nothing, and undoes both", () => {
    const warn = vi.spyOn(console, "warn");
    const [neg, sin] = [kernel("Neg"), kernel("Sin")];
    const undo = replaceKernels(NAME, [neg, sin]);
    expect([registered("Neg"), registered("Sin")]).toEqual([neg.kernelFunc, sin.kernelFunc]);
    undo();
    expect([registered("Neg"), tf.getKernel("Sin", NAME)]).toEqual([stockNeg, undefined]);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it("undoes in reverse order, so that the original kernel is restored if one was replaced twice", () => {
    const [first, second] = [kernel(), kernel()];
    const undo = replaceKernels(NAME, [first, second]);
    expect(registered()).toBe(second.kernelFunc);
    undo();
    expect(registered()).toBe(stockNeg);
  });

  it("does not change kernels that other code has registered or removed since", () => {
    const [ours, theirs] = [kernel(), kernel()];
    const undo = replaceKernels(NAME, [ours, kernel("Sin")]);
    tf.unregisterKernel("Neg", NAME);
    tf.registerKernel({ ...theirs, backendName: NAME });
    tf.unregisterKernel("Sin", NAME);
    undo();
    expect(registered()).toBe(theirs.kernelFunc);
    expect(tf.getKernel("Sin", NAME)).toBeUndefined();
  });

  it("runs the setup of a restored kernel for a backend created since", async () => {
    const setupFunc = vi.fn();
    tf.unregisterKernel("Neg", NAME);
    tf.registerKernel({ kernelName: "Neg", backendName: NAME, kernelFunc: stockNeg, setupFunc });
    await tf.setBackend(NAME);
    expect(setupFunc).toHaveBeenCalledTimes(1);
    replaceKernels(NAME, [kernel()])();
    expect(setupFunc).toHaveBeenCalledTimes(1);

    const undo = replaceKernels(NAME, [kernel()]);
    tf.removeBackend(NAME);
    const successor = new FakeBackend();
    tf.registerBackend(NAME, () => successor, 0);
    await tf.setBackend(NAME);
    undo();
    expect(setupFunc).toHaveBeenCalledTimes(2);
    expect(setupFunc).toHaveBeenLastCalledWith(successor);
  });
});
