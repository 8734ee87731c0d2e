import { init, type ParseError, parse } from "es-module-lexer";

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
  await init();
  let result = "";
  let end = 0;
  for (const found of importsOf(code)) {
    if (found.type === "import-meta") continue;
    const { specifier = "that is computed", start, end: after } = found;
    const address = modules[specifier];
    if (address === undefined) {
      const offered = Object.keys(modules).join(", ");
      throw new Error(`This page has no module ${specifier}. Import one of these: ${offered}.`);
    }
    // The place of a static import is between its quotes, that of a dynamic one includes them.
    result += code.slice(end, start) + (found.type === "dynamic" ? `"${address}"` : address);
    end = after;
  }
  return result + code.slice(end);
}

function importsOf(code: string): ReturnType<typeof parse>[0] {
  try {
    return parse(code)[0];
  } catch (error) {
    const { idx } = error as ParseError;
    const line = code.slice(0, idx).split("\n").length;
    throw new SyntaxError(`Line ${line} is not valid JavaScript.`);
  }
}
