import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { EngineUnavailableError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { expect, test, vi } from "vitest";

// In a file of its own: TensorFlow.js does not try a second time in one process.
test("Missing binaries are an error, and no other engine is used.", async () => {
  const quiet = [vi.spyOn(console, "warn"), vi.spyOn(console, "error")];
  for (const spy of quiet) spy.mockImplementation(() => {});
  await tf.setBackend("cpu");
  const missing = useWasm({ wasmPaths: "/nowhere/" });
  await expect(missing).rejects.toThrow(EngineUnavailableError);
  await expect(missing).rejects.toThrow(/'wasm' could not be activated.*set wasmPaths/);
  await expect(useWasm({ wasmPaths: "/elsewhere/" })).rejects.toThrow(
    /wasmPaths is too late: TensorFlow.js has tried to start the engine wasm, and failed/,
  );
});
