import type { Tensor } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import { disposeAll, keepHandles } from "./held-buffer.js";
import { withTape } from "./with-tape.js";

/** Tensors that f captured, and that may be freed before f is evaluated for the last time. */
export interface CapturedTensors {
  /** Keeps their buffers until the answer is called. */
  hold(): () => void;
  /** Runs `body` with those usable that were disposed of, but whose buffers are held. */
  withAlive<T>(body: () => T): T;
}

/**
 * What a loss computes inside `tf.grads` is disposed of when the forward pass ends, as all intermediates in a tidy are;
 * the engine's own operations save clones of their inputs. An f that captured such a tensor is evaluated again in the
 * backward pass, and names the tensor itself, so a clone does not help. Its buffer is held, and the tensor declared alive
 * while f runs.
 */
export function capturedTensors(tensors: ReadonlyArray<Tensor>): CapturedTensors {
  return {
    hold() {
      const handles = withTape(null, () => keepHandles(tensors));
      return () => disposeAll(handles);
    },
    withAlive: (body) => withRevived(tensors, body),
  };
}

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
