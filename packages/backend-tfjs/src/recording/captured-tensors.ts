import type { Tensor } from "@tensorflow/tfjs-core";
import { disposeAll, keepHandles } from "../kernels/keep-handles.js";
import { withRevived } from "../tfjs-internals/disposed-tensors.js";
import { withTape } from "../tfjs-internals/with-tape.js";

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
