import { describe } from "vitest";
import { awaitedGradientsSuite } from "./awaited-gradients-suite.js";
import type { EngineUnderTest } from "./engine-under-test.js";
import { portSuite } from "./port-suite.js";
import { withEngine } from "./support/with-engine.js";
import { vjpsSuite } from "./vjps-suite.js";

/**
 * Registers the conformance suite of engines of TensorFlow.js. It runs in Node and in browsers alike.
 *
 * @example
 * describeEngine({ ...traits.wasm, ready: () => useWasm() });
 */
export function describeEngine(engine: EngineUnderTest): void {
  describe(`The engine ${engine.name}`, () => {
    describe("in use", () => {
      const inUse = withEngine(engine);
      portSuite(engine, inUse);
      vjpsSuite(engine, inUse);
      awaitedGradientsSuite(engine);
    });
  });
}
