import { booleanRequirement, checkValue, required } from "@symplectic-adjoint/core";
import { version_core } from "@tensorflow/tfjs-core";
import { missingMember } from "./missing-member.js";
import { provenVersions } from "./proven-versions.js";

/** Whether the lean engine is in use, and if not, why. */
export interface LeanEngineStatus {
  readonly inUse: boolean;
  /** Why it is not in use; undefined if it is. */
  readonly reason: string | undefined;
  /** The version of `@tensorflow/tfjs-core` that was loaded. */
  readonly version: string;
  /** The versions with which the lean engine was tested. */
  readonly provenVersions: ReadonlyArray<string>;
}

const USE = required(booleanRequirement("Write useLeanEngine(false)."));

/** Calls that have not been undone; the last one counts. */
let choices: ReadonlyArray<{ readonly use: boolean }> = [];
/** Cached result of {@link obstacle}, which is needed before every operation. */
let inUse: boolean | undefined;

/**
 * Switches the lean engine off, or on again. It only affects speed: while f is evaluated, and in the solver's own
 * arithmetic, kernels are called without the bookkeeping of TensorFlow.js, and tensors that a gradient needs are held
 * without cloning. When it is off, TensorFlow.js itself calls and records every kernel. Gradients are the same, bitwise
 * if the engine's kernels are deterministic.
 *
 * It is on by default with the versions of `@tensorflow/tfjs-core` in {@link leanEngineStatus}`().provenVersions`. With
 * all others it is off, and this call does not switch it on. Earlier recordings remain usable.
 *
 * @returns Undoes the call. Calling it twice is allowed.
 * @throws InvalidArgumentError unless `use` is a boolean.
 * @example
 * const undo = useLeanEngine(false);
 * const ys = odeint(f, y0, t);
 * undo();
 */
export function useLeanEngine(use: boolean): () => void {
  checkValue("use", use, USE);
  const choice = { use };
  choices = [...choices, choice];
  inUse = undefined;
  return () => {
    choices = choices.filter((other) => other !== choice);
    inUse = undefined;
  };
}

/** Returns whether the lean engine is in use: see {@link useLeanEngine}. */
export function leanEngineStatus(): LeanEngineStatus {
  const reason = obstacle();
  return { inUse: reason === undefined, reason, version: version_core, provenVersions };
}

/** The same as a cached boolean. */
export function isLeanEngineInUse(): boolean {
  inUse ??= obstacle() === undefined;
  return inUse;
}

function obstacle(): string | undefined {
  if (choices.at(-1)?.use === false) return "it was switched off by useLeanEngine(false)";
  if (!provenVersions.includes(version_core)) {
    return `it was tested with @tensorflow/tfjs-core ${provenVersions.join(", ")}, and this is ${version_core}`;
  }
  const missing = missingMember();
  return missing && `the engine of TensorFlow.js has no ${missing} as version ${version_core} has`;
}
