import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";
import { EngineUnavailableError } from "@symplectic-adjoint/core";
import { engine, Tensor } from "@tensorflow/tfjs-core";
import { nodeKernels } from "./kernels/node-kernels.js";
import { loadTfjsNode, type TfjsNodeSource } from "./load-tfjs-node.js";
import { nativeOps } from "./native-ops.js";
import { nodeDot } from "./operations/node-dot.js";
import { nodeErrorNorm } from "./operations/node-error-norm.js";
import { nodeLinearCombination } from "./operations/node-linear-combination.js";
import type { NodeBackend } from "./tfjs-node.js";

/** tfjs-node, activated. */
export interface NodeEngineInUse extends EngineInUse {
  /** Where libtensorflow computes. tfjs-node-gpu falls back to the CPU if it finds no device. */
  readonly device: "cpu" | "gpu";
}

/**
 * Activates libtensorflow with the tfjs-node or tfjs-node-gpu module passed in; neither is imported here. A linear
 * combination costs three calls into libtensorflow for a leaf of up to 8192 elements, an error norm three reads for one
 * of up to 12288.
 *
 * @param source The module or, preferably, a function that imports it, so that a missing binary is explained.
 * @throws EngineUnavailableError if the module cannot be loaded, or has another copy of `@tensorflow/tfjs-core`.
 * @throws InvalidArgumentError if it is another module.
 * @example
 * const node = await useNode(() => import("@tensorflow/tfjs-node"));
 * console.log(node.device); // cpu
 */
export async function useNode(source: TfjsNodeSource): Promise<NodeEngineInUse> {
  const inUse = await useEngine({
    name: "tensorflow",
    load: () => loadWithSameCore(source),
    remedy: "Another backend named 'tensorflow' may have been removed: load tfjs-node again.",
    equip: (active) => {
      const backend = active as NodeBackend;
      const ops = nativeOps(backend);
      return {
        operations: {
          linearCombination: nodeLinearCombination(ops),
          errorNorm: nodeErrorNorm(ops, backend),
          dot: nodeDot(backend),
        },
        kernels: nodeKernels(ops),
        dispose: ops.dispose,
      };
    },
  });
  const { isUsingGpuDevice } = engine().backend as NodeBackend;
  return Object.freeze({ ...inUse, device: isUsingGpuDevice ? "gpu" : "cpu" });
}

async function loadWithSameCore(source: TfjsNodeSource): Promise<void> {
  const module = await loadTfjsNode(source);
  if (module.Tensor === Tensor) return;
  throw new EngineUnavailableError({
    argument: "The given tfjs-node",
    problem: "uses a different copy of @tensorflow/tfjs-core",
    remedy: "Install a single version: npm ls @tensorflow/tfjs-core, then npm dedupe or overrides.",
  });
}
