import { EngineFailedError } from "@symplectic-adjoint/core";

/** Error for a full wasm heap. The engine's state is as before the operation. */
export function heapFullError(bytes: number): EngineFailedError {
  return new EngineFailedError({
    argument: "The memory of wasm",
    value: bytes,
    problem:
      "cannot allocate that many bytes: it is limited to 3.5 GB, or less if the machine has less memory",
    remedy:
      "Dispose of unused tensors and continue: the engine is in the state before the operation. Or use smaller batches, odeintSymplecticAdjoint, which keeps the record of one evaluation only, or an engine on a GPU.",
  });
}
