import { describe } from "vitest";
import { activationSuite } from "./activation-suite.js";
import { awaitedGradientsSuite } from "./awaited-gradients-suite.js";
import { budgetSuite } from "./budget-suite.js";
import { checkGradientSuite } from "./check-gradient-suite.js";
import { derivativesSuite } from "./derivatives-suite.js";
import { deviceSuite } from "./device-suite.js";
import type { EngineUnderTest } from "./engine-under-test.js";
import { errorsSuite } from "./errors-suite.js";
import { eventsSuite } from "./events-suite.js";
import { functionsSuite } from "./functions-suite.js";
import { leaksSuite } from "./leaks-suite.js";
import { modelSuite } from "./model-suite.js";
import { portSuite } from "./port-suite.js";
import { storesSuite } from "./stores-suite.js";
import { withEngine } from "./support/with-engine.js";
import { tapesSuite } from "./tapes-suite.js";
import { vjpsSuite } from "./vjps-suite.js";
import { wideLayersSuite } from "./wide-layers-suite.js";

/**
 * Registers the conformance suite of engines of TensorFlow.js. It runs in Node and in browsers alike.
 *
 * @example
 * describeEngine({ ...traits.wasm, ready: () => useWasm() });
 */
export function describeEngine(engine: EngineUnderTest): void {
  describe(`The engine ${engine.name}`, () => {
    activationSuite(engine);

    describe("in use", () => {
      const inUse = withEngine(engine);
      deviceSuite(engine, inUse);
      portSuite(engine, inUse);
      vjpsSuite(engine, inUse);
      functionsSuite(engine, inUse);
      eventsSuite(engine);
      wideLayersSuite(engine, inUse);
      awaitedGradientsSuite(engine);
      tapesSuite(engine);
      derivativesSuite(engine);
      checkGradientSuite(engine);
      modelSuite(engine);
      errorsSuite(engine);
      storesSuite(engine);
      budgetSuite();
      leaksSuite(engine);
    });
  });
}
