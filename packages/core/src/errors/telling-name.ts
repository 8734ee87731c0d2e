/** As long as the names that minifiers give, or one letter longer. */
const SHORT = 2;
const LONG = 120;

/** The name of a function or a class, for messages; undefined where it has none, or one that a minifier made up. */
export function tellingName(value: { readonly name: string }): string | undefined {
  const { name } = value;
  return typeof name === "string" && name.length > SHORT ? name.slice(0, LONG) : undefined;
}
