import { CompilationError } from "@symplectic-adjoint/core";
import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { provenVersions } from "./proven-versions.js";

/** An operation with a gradient of its own, as `tf.customGrad` asks the engine to run it. */
export interface CustomOperation {
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** Computes the value, and passes what the gradient needs to `save`. */
  forwardFunc(backend: unknown, save: (tensors: Array<Tensor>) => void): Tensor;
  /** The cotangents of the inputs. */
  backwardsFunc(dy: Tensor, saved: ReadonlyArray<Tensor>): Readonly<Record<string, () => Tensor>>;
}

type Run = (this: unknown, operation: Partial<CustomOperation>) => unknown;

/**
 * Runs `body`, and calls `note` before every operation with a gradient of its own that runs within, also of an operation that
 * was made before.
 *
 * @throws CompilationError if this version of TensorFlow.js runs operations in another way.
 */
export function watchCustomGradients<T>(
  note: (operation: CustomOperation) => void,
  body: () => T,
): T {
  const target = Object.getPrototypeOf(engine()) as { runKernelFunc?: Run };
  const { runKernelFunc } = target;
  if (runKernelFunc === undefined) throw unknownEngine();
  target.runKernelFunc = function (operation) {
    if (isCustom(operation)) note(operation);
    return runKernelFunc.call(this, operation);
  };
  try {
    return body();
  } finally {
    target.runKernelFunc = runKernelFunc;
  }
}

function isCustom(operation: Partial<CustomOperation>): operation is CustomOperation {
  return operation.forwardFunc !== undefined && operation.backwardsFunc !== undefined;
}

function unknownEngine(): CompilationError {
  return new CompilationError({
    argument: "A function",
    problem:
      "cannot be searched for tf.customGrad: the engine of TensorFlow.js has no method runKernelFunc",
    remedy: `Use TensorFlow.js ${provenVersions.join(" or ")}, unchanged by a bundler; or leave compiled(…) out.`,
  });
}
