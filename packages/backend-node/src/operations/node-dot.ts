import { type EngineOperations, tensorOperations } from "@symplectic-adjoint/backend-tfjs";
import type { NodeBackend } from "../tfjs-node.js";

/** Maximum number of elements for reading both states and summing them on the host, in double precision. */
const WORTH_READING = 8192;

/** Σ a ∘ b over all leaves: a number for small states, otherwise computed by libtensorflow. */
export function nodeDot(backend: NodeBackend): EngineOperations["dot"] {
  if (backend.isUsingGpuDevice) return tensorOperations.dot;
  return (a, b) => {
    if (a.some(({ size }) => size > WORTH_READING)) return tensorOperations.dot(a, b);
    let sum = 0;
    for (const [i, { dataId }] of a.entries()) {
      const left = backend.readSync(dataId) as ArrayLike<number>;
      const right = backend.readSync((b[i] as (typeof b)[number]).dataId) as ArrayLike<number>;
      for (let j = 0; j < left.length; j++) sum += (left[j] as number) * (right[j] as number);
    }
    return sum;
  };
}
