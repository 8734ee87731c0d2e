import type { GraphExecutor } from "../executors/graph-executor.js";
import { graphProgram } from "./graph-program.js";
import { multiplyAdds } from "./multiply-adds.js";
import { bindingOf, type TfjsNode } from "./tfjs-node.js";

/** With fewer multiplications in an evaluation, what native calls and operations cost exceeds what is gained. */
const LEAST = 1e6;

/**
 * Runs compiled functions as graphs of TensorFlow, for large networks in Node: a step is one native call, and so is its
 * reversal. With three layers of 64 and a batch of 1024, gradients take two fifths of the time that they take in WebAssembly; with
 * layers of 256 and a batch of 256, a third (one thread; TensorFlow uses all processors). Where the products of matrices of an
 * evaluation have fewer than a million multiplications, and in double precision, a function runs in WebAssembly.
 * `stats.compiled.executor` says which one it was.
 *
 * Arrays that TensorFlow allocates during a call are not counted in `stats.compiled.bytes`.
 *
 * @param tfjsNode The module `@tensorflow/tfjs-node`, or `-gpu`, version 4. It need not be the active engine.
 * @returns A value for the option `executor` of `compiled`.
 * @throws InvalidArgumentError if it is another module. Solves throw an EngineUnavailableError if a graph cannot be loaded.
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
