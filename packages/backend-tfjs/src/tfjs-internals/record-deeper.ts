import { engineState } from "./engine-state.js";
import type { TapeNode } from "./tape-node.js";

/** Runs `body` as `tf.grad` does within another one: on the tape that records. Returns the nodes that it put there, too. */
export function recordDeeper<T>(body: () => T): {
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

/** How many gradients are being recorded within one another. */
export const recordingDepth = (): number => engineState().gradientDepth;

/** A number for the next node of a tape. */
export const nextNodeId = (): number => engineState().nextTapeNodeId++;
