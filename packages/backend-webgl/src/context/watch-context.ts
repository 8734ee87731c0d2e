import type { EngineWatch } from "@symplectic-adjoint/backend-tfjs";
import { EngineFailedError, type ErrorDetails } from "@symplectic-adjoint/core";

/** The used part of a WebGL context: this package is compiled without the types of a browser. */
export interface WatchedContext {
  readonly canvas: {
    addEventListener(type: "webglcontextlost", listener: () => void): void;
  };
  isContextLost(): boolean;
}

const LOSS: ErrorDetails = {
  argument: "The WebGL context",
  problem: "was lost with all tensors on the engine",
  remedy:
    "Call useWebgl() again to create a new context, recreate states and parameters from copies on the host, and repeat the computation.",
};

/**
 * Detects whether a WebGL context was lost. A lost context does not throw: commands are ignored and reads return zeros
 * or stale data. A browser may restore it, but without its textures, so it counts as lost permanently.
 */
export function watchContext(context: WatchedContext): EngineWatch {
  let lost = false;
  const waiting = new Set<(error: Error) => void>();
  const lose = (): void => {
    lost = true;
    for (const reject of waiting) reject(new EngineFailedError(LOSS));
    waiting.clear();
  };
  const isLost = (): boolean => {
    if (!lost && context.isContextLost()) lose();
    return lost;
  };
  context.canvas.addEventListener("webglcontextlost", lose);
  return Object.freeze<EngineWatch>({
    isLost,
    failure: () => (isLost() ? LOSS : undefined),
    // TensorFlow.js would poll a lost context forever.
    async read(dataId, read) {
      let forget = (): void => {};
      try {
        return await new Promise<Awaited<ReturnType<typeof read>>>((resolve, reject) => {
          waiting.add(reject);
          forget = () => waiting.delete(reject);
          read(dataId).then(resolve, reject);
        });
      } finally {
        forget();
      }
    },
  });
}
