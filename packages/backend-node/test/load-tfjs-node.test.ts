import { describe, expect, test } from "vitest";
import { useNode } from "../src/index.js";

describe("useNode", () => {
  test("explains a missing binary, with a remedy.", async () => {
    const failing = () =>
      Promise.reject(
        new Error(
          "The Node.js native addon module (tfjs_binding.node) can not be found at path: lib/napi-v8",
        ),
      );
    await expect(useNode(failing)).rejects.toMatchObject({
      code: "ENGINE_UNAVAILABLE",
      message: expect.stringMatching(/tfjs_binding.*npm rebuild @tensorflow\/tfjs-node/s),
      cause: expect.any(Error),
    });
  });

  test("explains a missing package.", async () => {
    // Not known to the compiler, nor to a bundler.
    const name = "@tensorflow/tfjs-node-which-is-not-installed";
    await expect(useNode(() => import(/* @vite-ignore */ name))).rejects.toMatchObject({
      code: "ENGINE_UNAVAILABLE",
      message: expect.stringMatching(/Install @tensorflow\/tfjs-node/),
    });
  });

  test("refuses another module.", async () => {
    await expect(useNode(() => import("@tensorflow/tfjs"))).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringMatching(/is not the module @tensorflow\/tfjs-node/),
    });
    await expect(useNode(() => null)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  test("rejects a copy with a separate core.", async () => {
    const copy = { node: {}, version: {}, Tensor: class Tensor {} };
    await expect(useNode(copy)).rejects.toMatchObject({
      code: "ENGINE_UNAVAILABLE",
      message: expect.stringMatching(/uses a different copy of @tensorflow\/tfjs-core/),
    });
  });
});
