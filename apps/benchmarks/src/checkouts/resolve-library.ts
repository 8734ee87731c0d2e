import type { InitializeHook, ResolveHook } from "node:module";

/** The imports to redirect, and their target. */
export interface LibrarySource {
  /** Modules below this URL get the other library. */
  readonly importer: string;
  /** The module from which these imports are resolved. */
  readonly as: string;
}

let source: LibrarySource | undefined;

/** Node calls it with the data passed to `register`. */
export const initialize: InitializeHook<LibrarySource> = (data) => {
  source = data;
};

/**
 * Resolves the library and TensorFlow.js as in the other checkout, whose packages resolve their own imports as usual.
 */
export const resolve: ResolveHook = (specifier, context, next) => {
  const redirected =
    source !== undefined &&
    context.parentURL?.startsWith(source.importer) === true &&
    /^(@symplectic-adjoint\/|symplectic-adjoint(\/|$)|@tensorflow\/)/.test(specifier);
  return next(specifier, redirected ? { ...context, parentURL: source?.as } : context);
};
