import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";

/** Throws if the options are not an object, or hold a name that is not in `known`. */
export function rejectUnknownOptions(
  owner: string,
  options: unknown,
  known: ReadonlyArray<string>,
): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError({
      argument: `The argument of ${owner}`,
      value: options,
      problem: "must be an object of options",
      remedy: `Write ${owner}({ ${known[0]}: … }).`,
    });
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new UnknownOptionError({
      argument: name,
      value: (options as Readonly<Record<string, unknown>>)[name],
      problem: `is not an option of ${owner}`,
      remedy: `Its options are ${known.join(", ")}.`,
    });
  }
}
