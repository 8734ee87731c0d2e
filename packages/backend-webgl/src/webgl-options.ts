import { checkOptions, numberRequirement, type Requirement } from "@symplectic-adjoint/core";

/** How WebGL is used. */
export interface WebglOptions {
  /**
   * Bytes of textures up to which freed ones are kept for new tensors of the same shape; beyond, they are deleted. Without
   * a limit, which is TensorFlow.js' default, memory that was needed once is never given back, whatever else is. The last
   * call that says a number counts, for the whole engine.
   */
  readonly keepTexturesUpTo?: number | undefined;
}

/** What the options of `useWebgl` must be. */
const TABLE: Readonly<Record<keyof WebglOptions, Requirement>> = {
  keepTexturesUpTo: numberRequirement(
    (bytes) => bytes >= 0,
    "must be a number of bytes, 0 or more",
    "Write 256 * 2 ** 20 for 256 MiB; leave it out for no limit.",
  ),
};

/** @throws UnknownOptionError | InvalidArgumentError when the options are invalid. */
export function checkWebglOptions(options: WebglOptions): void {
  checkOptions("useWebgl", options, TABLE);
}
