import { engineState } from "./engine-state.js";
import type { TapeNode } from "./tape-node.js";

/** Runs `body` as a nested `tf.grad` does: on the active tape. Also returns the nodes that it recorded. */
export function recordNested<T>(body: () => T): {
  readonly value: T;
  readonly nodes: Array<TapeNode>;
} {
  const state = engineState();
  const tape = state.activeTape as Array<TapeNode>;
  const start = tape.length;
  state.gradientDepth++;
  try {
    const value = body();
    return { value, nodes: tape.slice(start) };
  } finally {
    state.gradientDepth--;
  }
}

/** The nesting depth of the gradients being recorded. */
export const recordingDepth = (): number => engineState().gradientDepth;

/** An id for the next node of a tape. */
export const nextNodeId = (): number => engineState().nextTapeNodeId++;
