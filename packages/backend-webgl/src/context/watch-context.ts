import type { EngineWatch } from "@symplectic-adjoint/backend-tfjs";
import { EngineFailedError, type ErrorDetails } from "@symplectic-adjoint/core";

/** As much of a WebGL context as matters here: this package is compiled without the types of a browser. */
export interface WatchedContext {
  readonly canvas: {
    addEventListener(type: "webglcontextlost", listener: () => void): void;
  };
  isContextLost(): boolean;
}

const LOSS: ErrorDetails = {
  argument: "The WebGL context",
  problem: "was lost, and with it every tensor on the engine",
  remedy:
    "Call useWebgl() again, which makes a new one; create states and parameters anew, from copies on the host; and repeat the computation.",
};

/**
 * Tells whether a WebGL context still is the one that the textures were made in. A lost one does not throw: its commands do
 * nothing, and what is read from it is zeros, or was never computed. A browser may restore it, but without its textures, so
 * it stays lost.
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
    // TensorFlow.js polls a lost context for an answer that never comes.
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
