import { checkOptions, numberRequirement, type Requirement } from "@symplectic-adjoint/core";

/** Options of `useWebgl`. */
export interface WebglOptions {
  /**
   * Bytes of textures up to which freed ones are kept for new tensors of the same shape; beyond, they are deleted.
   * Without a limit, which is TensorFlow.js' default, memory is never returned once allocated. The last call that sets
   * a number applies to the whole engine.
   */
  readonly keepTexturesUpTo?: number | undefined;
}

/** Requirements on the options of `useWebgl`. */
const TABLE: Readonly<Record<keyof WebglOptions, Requirement>> = {
  keepTexturesUpTo: numberRequirement(
    (bytes) => bytes >= 0,
    "must be a non-negative number of bytes",
    "Write 256 * 2 ** 20 for 256 MiB; leave it out for no limit.",
  ),
};

/** @throws UnknownOptionError | InvalidArgumentError if the options are invalid. */
export function checkWebglOptions(options: WebglOptions): void {
  checkOptions("useWebgl", options, TABLE);
}
