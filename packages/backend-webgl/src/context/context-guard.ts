import { EngineFailedError } from "@symplectic-adjoint/core";

/** As much of a WebGL context as matters here: this package is compiled without the types of a browser. */
export interface GuardedContext {
  readonly canvas: {
    addEventListener(type: "webglcontextlost", listener: () => void): void;
  };
  isContextLost(): boolean;
}

/** Tells whether a WebGL context still is the one that the textures were made in. */
export interface ContextGuard {
  /** Whether the context was lost at any time. A browser may restore it, but without what was in it. */
  isLost(): boolean;
  /** @throws EngineFailedError if the context was lost. */
  check(): void;
  /**
   * Waits for a value, but not for ever: the engine polls a lost context for an answer that never comes.
   *
   * @throws EngineFailedError if the context was lost, is lost meanwhile, or is found lost afterwards.
   */
  awaited<T>(ask: () => Promise<T>): Promise<T>;
}

/**
 * Watches a context. A lost one does not throw: its commands do nothing, and what is read from it is zeros, or was never
 * computed.
 */
export function guardContext(context: GuardedContext): ContextGuard {
  let lost = false;
  const waiting = new Set<(error: Error) => void>();
  const lose = (): void => {
    lost = true;
    for (const reject of waiting) reject(contextLost());
    waiting.clear();
  };
  const isLost = (): boolean => {
    if (!lost && context.isContextLost()) lose();
    return lost;
  };
  const check = (): void => {
    if (isLost()) throw contextLost();
  };
  context.canvas.addEventListener("webglcontextlost", lose);
  return Object.freeze({
    isLost,
    check,
    async awaited<T>(ask: () => Promise<T>): Promise<T> {
      check();
      let forget = (): void => {};
      try {
        return await new Promise<T>((resolve, reject) => {
          waiting.add(reject);
          forget = () => waiting.delete(reject);
          ask().then(resolve, reject);
        });
      } finally {
        forget();
        check();
      }
    },
  });
}

function contextLost(): EngineFailedError {
  return new EngineFailedError({
    argument: "The WebGL context",
    problem: "was lost, and with it every tensor on the engine",
    remedy:
      "Call useWebgl() again, which makes a new one; create states and parameters anew, from copies on the host; and repeat the computation.",
  });
}
