import type { InitializeHook, ResolveHook } from "node:module";

/** Which imports to redirect, and where. */
export interface LibrarySource {
  /** Modules below this URL get the other library. */
  readonly importer: string;
  /** The module as whose imports theirs are resolved. */
  readonly as: string;
}

let source: LibrarySource | undefined;

/** Node calls it with what was handed to `register`. */
export const initialize: InitializeHook<LibrarySource> = (data) => {
  source = data;
};

/** Resolves the library and TensorFlow.js as the other checkout would. Its packages resolve their own imports as always. */
export const resolve: ResolveHook = (specifier, context, next) => {
  const redirected =
    source !== undefined &&
    context.parentURL?.startsWith(source.importer) === true &&
    /^(@symplectic-adjoint\/|symplectic-adjoint(\/|$)|@tensorflow\/)/.test(specifier);
  return next(specifier, redirected ? { ...context, parentURL: source?.as } : context);
};
