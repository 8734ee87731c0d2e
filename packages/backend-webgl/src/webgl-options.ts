import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";

/** How WebGL is used. */
export interface WebglOptions {
  /**
   * Bytes of textures up to which freed ones are kept for new tensors of the same shape; beyond, they are deleted. Without
   * a limit, which is TensorFlow.js' default, memory that was needed once is never given back, whatever else is. The last
   * call that says a number counts, for the whole engine.
   */
  readonly keepTexturesUpTo?: number | undefined;
}

/** @throws UnknownOptionError | InvalidArgumentError */
export function checkWebglOptions(options: WebglOptions): void {
  for (const name of Object.keys(options)) {
    if (name === "keepTexturesUpTo") continue;
    throw new UnknownOptionError({
      argument: `The option '${name}' of useWebgl`,
      problem: "is not known",
      remedy: "The only option is keepTexturesUpTo, in bytes.",
    });
  }
  const { keepTexturesUpTo } = options;
  if (keepTexturesUpTo === undefined || keepTexturesUpTo >= 0) return;
  throw new InvalidArgumentError({
    argument: "keepTexturesUpTo",
    value: keepTexturesUpTo,
    problem: "must be a number of bytes, 0 or more",
    remedy: "Write 256 * 2 ** 20 for 256 MiB; leave it out for no limit.",
  });
}
