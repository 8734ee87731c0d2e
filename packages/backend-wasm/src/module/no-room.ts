import { EngineFailedError } from "@symplectic-adjoint/core";

/** The memory of wasm is full. Nothing is lost by that: the engine is as it was before the operation. */
export function noRoom(bytes: number): EngineFailedError {
  return new EngineFailedError({
    argument: "The memory of wasm",
    value: bytes,
    problem:
      "has no room for so many bytes more: it holds three and a half gigabytes at most, and less where the machine has not as much",
    remedy:
      "Dispose of tensors that are not needed any more, and go on: the engine is as it was before the operation. Or take smaller batches, odeintSymplecticAdjoint, which keeps one evaluation's record alone, or an engine on a GPU.",
  });
}
