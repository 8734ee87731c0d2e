import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import { describeBackend } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";

/** The conformance suite of the port `Backend`, on the engine. */
export function portSuite(engine: EngineUnderTest, inUse: () => EngineInUse): void {
  describeBackend(`tfjs on ${engine.name}`, () => inUse().backend, engine.tolerance, {
    countArrays: () => tf.memory().numTensors,
  });

  test("The backend says whether it reads synchronously.", () => {
    expect(inUse().backend.readsSynchronously).toBe(engine.readsSynchronously);
  });
}
