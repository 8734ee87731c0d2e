import { afterAll } from "vitest";
import { stopWasm } from "./engines.js";
import { undoUses } from "./on-wasm.js";

// A setup file of Vitest: each file begins with an engine wasm that has not started, whose memory is as small as it can
// be, and ends with the kernels of TensorFlow.js.
await stopWasm();

afterAll(undoUses);
