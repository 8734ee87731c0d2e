import type { Tensor } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import { disposeAll, retainBuffers } from "./held-buffer.js";
import { withTape } from "./with-tape.js";

/** Tensors that f captured, and that may be disposed of before the last evaluation of f. */
export interface CapturedTensors {
  /** Keeps their buffers until the returned function is called. */
  hold(): () => void;
  /** Runs `body` with disposed tensors usable whose buffers are held. */
  withAlive<T>(body: () => T): T;
}

/**
 * `tf.grads` disposes of all intermediates of a loss at the end of the forward pass; the engine's own operations save
 * clones of their inputs. An f that captured such an intermediate is evaluated again in the backward pass and uses the
 * tensor itself, so a clone does not help. Therefore its buffer is held, and the tensor is marked as alive while f
 * runs.
 */
export function capturedTensors(tensors: ReadonlyArray<Tensor>): CapturedTensors {
  return {
    hold() {
      const handles = withTape(null, () => retainBuffers(tensors));
      return () => disposeAll(handles);
    },
    withAlive: (body) => withRevived(tensors, body),
  };
}

/** The engine's (undeclared) flag for disposed tensors. */
type Disposable = { isDisposedInternal: boolean };

/** Whether the values of a tensor are lost: it was disposed of, and its buffer is not held. */
export function isGone(tensor: Tensor): boolean {
  return tensor.isDisposed && !engineState().tensorInfo.has(tensor.dataId);
}

/** Runs `body` with disposed tensors marked as alive whose buffers are held. Ownership and scopes are unchanged. */
function withRevived<T>(tensors: ReadonlyArray<Tensor>, body: () => T): T {
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
