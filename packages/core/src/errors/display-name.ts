/** Names of at most this length may come from a minifier. */
const SHORT = 2;
const LONG = 120;

/** The name of a function or class, for messages; undefined if it has no name or a minified one. */
export function displayName(value: { readonly name: string }): string | undefined {
  const { name } = value;
  return typeof name === "string" && name.length > SHORT ? name.slice(0, LONG) : undefined;
}
