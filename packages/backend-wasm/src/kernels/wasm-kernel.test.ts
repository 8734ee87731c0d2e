import * as tf from "@tensorflow/tfjs";
import { expect, it, vi } from "vitest";
import { onWasm } from "../../test/on-wasm.js";
import { wasmKernel } from "./wasm-kernel.js";

onWasm("A kernel in the place of another", (get) => {
  it("leaves to the other what it does not do itself, and calls on another backend's memory", () => {
    const stock = tf.getKernel("Step", "wasm");
    const theirs = vi.spyOn(stock, "kernelFunc").mockReturnValue([]);
    const ours = vi.fn(() => []);
    try {
      const { kernelFunc } = wasmKernel(get(), "Step", (left) => (inputs, attrs) => {
        return attrs.alpha === 0 ? left(inputs, attrs) : (ours() as never);
      });
      const { backend } = get();
      kernelFunc({ inputs: {}, attrs: { alpha: 1 }, backend });
      expect([ours, theirs].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
      kernelFunc({ inputs: {}, attrs: { alpha: 0 }, backend });
      expect([ours, theirs].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
      kernelFunc({ inputs: {}, attrs: { alpha: 1 }, backend: {} });
      expect([ours, theirs].map(({ mock }) => mock.calls.length)).toEqual([1, 2]);
    } finally {
      theirs.mockRestore();
    }
  });

  it("keeps what sets the other one up, for a backend that is registered again", () => {
    const { setupFunc } = tf.getKernel("Step", "wasm");
    expect(setupFunc).toBeDefined();
    expect(wasmKernel(get(), "Step", (stock) => stock).setupFunc).toBe(setupFunc);
  });

  it("has a remedy if there is no alternative", () => {
    const { kernelFunc } = wasmKernel(get(), "NoSuchKernel", (stock) => stock);
    expect(() => kernelFunc({ inputs: {}, attrs: {}, backend: get().backend })).toThrow(
      "Pass float32 tensors",
    );
  });
});
