import { MissingGradientError } from "@symplectic-adjoint/core";
import { engine, version_core } from "@tensorflow/tfjs-core";
import { missingMember } from "./missing-member.js";
import { provenVersions } from "./proven-versions.js";
import { tapeWorks } from "./tape-works.js";

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
