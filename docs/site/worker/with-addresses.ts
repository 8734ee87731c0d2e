import { init, parse } from "es-module-lexer";

/**
 * The code with the names of its imports replaced by the addresses of the modules. Import maps do the same for pages, but
 * not for workers.
 *
 * @throws Error for an import that is not among the modules.
 */
export async function withAddresses(
  code: string,
  modules: Readonly<Record<string, string>>,
): Promise<string> {
  await init;
  const [imports] = parse(code);
  let result = "";
  let end = 0;
  for (const { n: name, s: from, e: to, d: dynamic } of imports) {
    if (dynamic === -2) continue; // import.meta
    const address = name === undefined ? undefined : modules[name];
    if (address === undefined) {
      const offered = Object.keys(modules).join(", ");
      throw new Error(`There is no module ${name} on this page. It has ${offered}.`);
    }
    // The place of a static import is between its quotes, that of a dynamic one includes them.
    result += code.slice(end, from) + (dynamic > -1 ? JSON.stringify(address) : address);
    end = to;
  }
  return result + code.slice(end);
}
