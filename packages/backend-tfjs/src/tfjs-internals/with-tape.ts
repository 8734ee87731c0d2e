import { MissingGradientError } from "@symplectic-adjoint/core";
import { engine, version_core } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import { missingMember } from "./missing-member.js";
import { provenVersions } from "./proven-versions.js";
import { recording } from "./recorder.js";
import { disposeSaved, type TapeNode } from "./tape-node.js";
import { tapeWorks } from "./tape-works.js";

/**
 * Runs `body` with another tape than the user's, or with none, and puts the engine's state back however `body` ends.
 *
 * Three fields must change together. A nested `tf.grads` starts and throws away `activeTape` when `gradientDepth` is 0,
 * which would destroy the tape of an outer one; and nothing is recorded while `kernelDepth` is not 0, as within
 * `tf.customGrad`.
 *
 * @throws MissingGradientError where the tape is not known, and there is one, or should be.
 */
export function withTape<T>(tape: Array<TapeNode> | null, body: () => T): T {
  if (!isTapeKnown()) {
    if (tape !== null || engine().isTapeOn()) requireTape();
    return body();
  }
  const state = engineState();
  const { activeTape, gradientDepth, kernelDepth } = state;
  const recorder = recording.current;
  recording.current = undefined;
  state.activeTape = tape;
  state.gradientDepth = tape === null ? 0 : 1;
  state.kernelDepth = 0;
  try {
    return body();
  } catch (error) {
    // A tf.grads within `body` that threw has left a tape of its own, which the engine forgets to dispose of.
    if (tape === null) state.activeTape?.forEach(disposeSaved);
    throw error;
  } finally {
    recording.current = recorder;
    state.activeTape = activeTape;
    state.gradientDepth = gradientDepth;
    state.kernelDepth = kernelDepth;
  }
}

let known: boolean | undefined;

/**
 * Whether the engine's tape is what this folder takes it for. Gradients cannot do without: to join the tape of `tf.grads`, to
 * set it aside during a backward pass, and to see which tensors f reads, there is no public call. On a version that was
 * not proven it is tried out, once.
 */
export function isTapeKnown(): boolean {
  known ??=
    (provenVersions.includes(version_core) && missingMember() === undefined) || tapeWorks(engine());
  return known;
}

/** @throws MissingGradientError where the tape is not known. */
export function requireTape(): void {
  if (isTapeKnown()) return;
  throw new MissingGradientError({
    argument: `@tensorflow/tfjs-core ${version_core}`,
    problem: `records its operations in another way than ${provenVersions.join(", ")}, so no gradient through a solve can be computed with it`,
    remedy: `Install version ${provenVersions.at(-1)}; or solve without a gradient: outside of tf.grads, and solve(…, { differentiate: false }).`,
  });
}
