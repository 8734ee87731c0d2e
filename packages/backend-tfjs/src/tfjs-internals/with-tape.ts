import { MissingGradientError } from "@symplectic-adjoint/core";
import { engine, version_core } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import { missingMember } from "./missing-member.js";
import { provenVersions } from "./proven-versions.js";
import { recording } from "./recorder.js";
import { disposeSaved, type TapeNode } from "./tape-node.js";
import { tapeWorks } from "./tape-works.js";

/**
 * Runs `body` with a different tape or none, and restores the engine's state afterwards, even on errors.
 *
 * Three fields must change together. A nested `tf.grads` replaces and discards `activeTape` if `gradientDepth` is 0,
 * which would destroy the tape of an outer one; and nothing is recorded while `kernelDepth` is not 0, as inside
 * `tf.customGrad`.
 *
 * @throws MissingGradientError if the tape of this version is not known, and a tape is active or requested.
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
    // Frees a tape left by a tf.grads in `body` that threw: the engine does not.
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
 * Whether the engine's tape works as this folder assumes. Gradients depend on it: there is no public call to join the
 * tape of `tf.grads`, to set it aside during a backward pass, or to see which tensors f reads. On a version that is not
 * proven it is tested once.
 */
export function isTapeKnown(): boolean {
  known ??=
    (provenVersions.includes(version_core) && missingMember() === undefined) || tapeWorks(engine());
  return known;
}

/** @throws MissingGradientError if the tape of this version is not known. */
export function requireTape(): void {
  if (isTapeKnown()) return;
  throw new MissingGradientError({
    argument: `@tensorflow/tfjs-core ${version_core}`,
    problem: `records operations differently from ${provenVersions.join(", ")}, so gradients through a solve cannot be computed`,
    remedy: `Install version ${provenVersions.at(-1)}; or solve without a gradient: outside of tf.grads, and solve(…, { differentiate: false }).`,
  });
}
