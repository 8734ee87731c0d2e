import type { GraphExecutor } from "../executors/graph-executor.js";
import { graphProgram } from "./graph-program.js";
import { multiplyAdds } from "./multiply-adds.js";
import { bindingOf, type TfjsNode } from "./tfjs-node.js";

/** Fewer multiplications in an evaluation are faster in WebAssembly, where a call costs nothing. */
const LEAST = 1e6;

/**
 * Runs compiled functions as graphs of TensorFlow: one native call for a step, one for its reversal. For large networks in
 * Node: with a batch of 1024 and layers of 64, or of 256 and 256, gradients take less than half the time of WebAssembly, in one thread,
 * and TensorFlow uses all processors. Where the products of matrices of an evaluation have fewer than a million
 * multiplications, and in double precision, the function runs in WebAssembly; `stats.compiled.executor` says which one it was.
 *
 * Arrays that TensorFlow allocates during a call are not counted in `stats.compiled.bytes`.
 *
 * @param tfjsNode The module `@tensorflow/tfjs-node`, or `-gpu`, version 4. It need not be the active engine.
 * @returns A value for the option `executor` of `compiled`.
 * @throws InvalidArgumentError if it is another module.
 * @example
 * const executor = tensorflowGraphs(await import("@tensorflow/tfjs-node"));
 * const f = compiled((_t, y) => tf.tanh(tf.matMul(y, w)), { executor });
 */
export function tensorflowGraphs(tfjsNode: TfjsNode): GraphExecutor {
  const binding = bindingOf(tfjsNode);
  return Object.freeze({
    name: "tensorflow" as const,
    load: (source: Parameters<GraphExecutor["load"]>[0]) =>
      source.precision === "float32" && multiplyAdds(source.forward) >= LEAST
        ? graphProgram(binding, source)
        : undefined,
  });
}
