import {
  EngineUnavailableError,
  InvalidArgumentError,
  UnknownOptionError,
} from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { useWebgpu } from "./use-webgpu.js";

describe("useWebgpu without a device", () => {
  const refusal = async (options: object): Promise<unknown> => {
    if (tf.engine().registryFactory.webgpu !== undefined) tf.removeBackend("webgpu");
    const before = tf.getBackend();
    const error = await useWebgpu(options).then(String, (error: unknown) => error);
    expect(tf.getBackend()).toBe(before);
    return error;
  };
  afterEach(() => void vi.unstubAllGlobals());

  test("explains how to get an entry point if the runtime has none.", async () => {
    vi.stubGlobal("navigator", undefined);
    const error = await refusal({});
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(String(error)).toMatch(/npm|install the package webgpu.*create\(\[\]\)/s);
  });

  test("says what to do where there is no adapter, instead of falling back to another engine.", async () => {
    const error = await refusal({ gpu: { requestAdapter: async () => null } });
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(String(error)).toMatch(/no adapter.*VK_ICD_FILENAMES.*--enable-unsafe-webgpu/s);
  });

  test("passes on why an adapter gave no device.", async () => {
    const cause = new Error("out of luck");
    const requestDevice = (): Promise<never> => Promise.reject(cause);
    const adapter = { features: new Set(), limits: {}, requestDevice };
    const error = await refusal({ gpu: { requestAdapter: async () => adapter } });
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error).toMatchObject({ cause });
  });

  test.each([
    [{ device: 1 }, UnknownOptionError, /device is not an option of useWebgpu/],
    [{ gpu: {} }, InvalidArgumentError, /gpu must be an object like navigator.gpu/],
    [{ gpu: null }, InvalidArgumentError, /gpu must be/],
    [[], InvalidArgumentError, /must be an object of options/],
  ])("refuses the options %j.", async (options, kind, message) => {
    const error = await refusal(options);
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toMatch(message);
  });
});
