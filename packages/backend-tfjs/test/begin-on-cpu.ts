import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { vi } from "vitest";

// A setup file of Vitest, for projects whose files share a process: each begins with the same engines, on cpu, whatever
// the file before it used. The first tensor in Node prints a banner.
const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
await tf.setBackend("cpu");
tf.scalar(0).dispose();
warn.mockRestore();
