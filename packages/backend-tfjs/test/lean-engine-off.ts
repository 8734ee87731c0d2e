import { useLeanEngine } from "../src/index.js";

// A setup file of vitest.lean-engine-off.config.ts: all tests of the file that follows run with the lean engine off.
useLeanEngine(false);
