import type { MarkdownOptions } from "vitepress";

type CodeTheme = Extract<NonNullable<MarkdownOptions["theme"]>, { light: unknown }>["light"];

/** The colours of code in pages, those of the editor (style.css): each has a contrast of at least 4.5. */
function codeTheme(
  name: string,
  type: "light" | "dark",
  colours: Readonly<Record<string, string>>,
): CodeTheme {
  const rule = (foreground: string | undefined, ...scope: Array<string>) => ({
    scope,
    settings: { foreground: foreground ?? "" },
  });
  return {
    name,
    type,
    fg: colours.text ?? "",
    bg: colours.paper ?? "",
    settings: [
      rule(colours.quiet, "comment", "punctuation.definition.comment"),
      rule(colours.keyword, "keyword", "storage", "variable.language", "constant.language"),
      rule(colours.text, "keyword.operator", "punctuation"),
      rule(colours.keyword, "keyword.operator.new", "keyword.operator.expression"),
      rule(colours.string, "string", "string.regexp"),
      rule(colours.number, "constant.numeric"),
      rule(colours.function, "entity.name.function", "support.function", "entity.name.tag"),
    ],
  };
}

export const lightCode: CodeTheme = codeTheme("calm-light", "light", {
  text: "#24283b",
  paper: "#f6f6f7",
  quiet: "#5d6377",
  keyword: "#7a3ea8",
  string: "#1c6b4a",
  number: "#9a4b00",
  function: "#2547b0",
});

export const darkCode: CodeTheme = codeTheme("calm-dark", "dark", {
  text: "#dfe2f0",
  paper: "#161618",
  quiet: "#9aa1b9",
  keyword: "#d3a6f5",
  string: "#8fd3b1",
  number: "#f0b27a",
  function: "#9db4ff",
});
