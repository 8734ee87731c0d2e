import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import type { EngineUnderTest } from "../engine-under-test.js";

/**
 * Activates the engine for the tests of the enclosing `describe`, and undoes this after them.
 *
 * Each test runs in a scope. After it, no tensor may be left (no kept tensor and no tape), the tape must be unchanged,
 * and the engine must be active and have reported no errors.
 */
export function withEngine(engine: EngineUnderTest): () => EngineInUse {
  let inUse: EngineInUse | undefined;
  let tensors = 0;
  let forwards: unknown;

  beforeAll(async () => {
    await quietly(async () => {
      inUse = await engine.ready();
      // The first tensor makes TensorFlow.js print a message in Node.
      tf.scalar(0).dispose();
    });
    engine.complaints?.();
    if (engine.forwarding === undefined) return;
    forwards = tf.env().get(engine.forwarding);
    tf.env().set(engine.forwarding, false);
  });

  afterAll(async () => {
    if (engine.forwarding !== undefined) tf.env().set(engine.forwarding, forwards as boolean);
    await inUse?.undo();
  });

  beforeEach(() => {
    tensors = tf.memory().numTensors;
    tf.engine().startScope();
  });

  afterEach(() => {
    tf.engine().endScope();
    tf.disposeVariables();
    const { activeTape, gradientDepth, kernelDepth, scopeStack } = tf.engine().state;
    expect({
      engine: tf.getBackend(),
      tensors: tf.memory().numTensors,
      tape: activeTape?.length ?? null,
      gradientDepth,
      kernelDepth,
      scopes: scopeStack.length,
      complaints: engine.complaints?.() ?? [],
    }).toEqual({
      engine: engine.name,
      tensors,
      tape: null,
      gradientDepth: 0,
      kernelDepth: 0,
      scopes: 0,
      complaints: [],
    });
  });

  return () => inUse as EngineInUse;
}

async function quietly(body: () => Promise<void>): Promise<void> {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  try {
    await body();
  } finally {
    warn.mockRestore();
  }
}
