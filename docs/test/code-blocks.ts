/** The TypeScript of a page, as one module: its ```ts blocks continue one another. */
export function codeOf(markdown: string): string {
  const blocks = [...markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
  return `${blocks.join("\n")}\nexport {};\n`;
}

/** What the page says its calls of console.log print: `console.log(value); // printed`. */
export function promisedOutput(code: string): Array<string> {
  return [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1] ?? "");
}

/** The sections of a page by their headings of level two, for pages whose sections are programs of their own. */
export function sectionsOf(markdown: string): ReadonlyArray<{
  readonly heading: string;
  readonly text: string;
}> {
  return markdown
    .split(/^(?=## )/m)
    .slice(1)
    .map((text) => ({ heading: text.slice(3, text.indexOf("\n")), text }));
}
