import type { Tensor } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";

/** The flag by which the engine knows a tensor that was disposed of. It does not declare it. */
type Disposable = { isDisposedInternal: boolean };

/** Whether the values of a tensor are lost: it was disposed of, and nobody holds its buffer. */
export function isGone(tensor: Tensor): boolean {
  return tensor.isDisposed && !engineState().tensorInfo.has(tensor.dataId);
}

/**
 * Runs `body` with those tensors declared alive that were disposed of, but whose buffers somebody holds. They stay in the
 * hands of those they belong to: no scope is told, and nobody's lifetime is prolonged.
 */
export function withRevived<T>(tensors: ReadonlyArray<Tensor>, body: () => T): T {
  let revived: Array<Disposable> | undefined;
  for (const tensor of tensors) {
    if (!tensor.isDisposed || isGone(tensor)) continue;
    revived ??= [];
    revived.push(tensor as unknown as Disposable);
  }
  if (revived === undefined) return body();
  for (const tensor of revived) tensor.isDisposedInternal = false;
  try {
    return body();
  } finally {
    for (const tensor of revived) tensor.isDisposedInternal = true;
  }
}
