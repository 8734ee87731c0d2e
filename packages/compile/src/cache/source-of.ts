import type { CompiledSource } from "./compiled-source.js";

const SOURCE: unique symbol = Symbol("the source of a compiled function");

/** Remembers what a compiled function consists of. */
export function rememberSource(func: object, source: CompiledSource): void {
  Object.defineProperty(func, SOURCE, { value: source });
}

/** What a compiled function consists of; undefined for other functions. */
export function sourceOf(func: unknown): CompiledSource | undefined {
  if (typeof func !== "function") return undefined;
  return (func as { readonly [SOURCE]?: CompiledSource })[SOURCE];
}
