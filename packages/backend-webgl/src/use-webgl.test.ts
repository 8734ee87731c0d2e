import { getBackend, ready } from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { useWebgl, type WebglOptions } from "./index.js";

beforeAll(() => ready());

test("useWebgl reports that there is no WebGL in Node, and keeps the active engine.", async () => {
  const before = getBackend();
  await expect(useWebgl()).rejects.toMatchObject({
    name: "EngineUnavailableError",
    message: expect.stringMatching(/'webgl'.*useWasm\(\)/),
  });
  expect(getBackend()).toBe(before);
});

test("useWebgl names an unknown option and the valid ones.", async () => {
  const options = { textures: 3 } as WebglOptions;
  await expect(useWebgl(options)).rejects.toMatchObject({
    name: "UnknownOptionError",
    message: expect.stringMatching(/^textures is not an option of useWebgl.*keepTexturesUpTo/),
  });
});

test.each([-1, Number.NaN, "all"])(
  "useWebgl does not keep textures up to %s bytes.",
  async (bytes) => {
    await expect(useWebgl({ keepTexturesUpTo: bytes as number })).rejects.toMatchObject({
      name: "InvalidArgumentError",
      argument: "keepTexturesUpTo",
      value: bytes,
    });
  },
);
