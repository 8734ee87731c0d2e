import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, expect, test } from "vitest";

beforeAll(() => tf.setBackend("cpu"));
afterEach(() => tf.env().reset());

test("useWebgl rejects 16-bit textures, which TensorFlow.js uses on phones and on request.", async () => {
  tf.env().set("WEBGL_RENDER_FLOAT32_ENABLED", false);
  await expect(useWebgl()).rejects.toMatchObject({
    name: "EngineUnavailableError",
    message: expect.stringMatching(/16-bit floats.*useWasm\(\)/),
  });
  expect(tf.getBackend()).toBe("cpu");
});

test("The error of useWebgl mentions the flag if 16-bit textures were forced.", async () => {
  tf.env().set("WEBGL_FORCE_F16_TEXTURES", true);
  await expect(useWebgl()).rejects.toMatchObject({
    name: "EngineUnavailableError",
    message: expect.stringMatching(/is configured for 16-bit floats.*WEBGL_FORCE_F16_TEXTURES/),
  });
});

test.each([
  [1, /only WebGL 1 is available/],
  [0, /and so is WebGL 1/],
])("useWebgl refuses WebGL %i.", async (version, message) => {
  tf.env().set("WEBGL_VERSION", version);
  await expect(useWebgl()).rejects.toMatchObject({
    name: "EngineUnavailableError",
    message: expect.stringMatching(message),
  });
  expect(tf.getBackend()).toBe("cpu");
});
