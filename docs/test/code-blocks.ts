/** The TypeScript of a page, as one module: its ```ts blocks continue one another. */
export function codeOf(markdown: string): string {
  const blocks = [...markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
  return `${blocks.join("\n")}\nexport {};\n`;
}

/** What the page says its calls of console.log print: `console.log(value); // printed`. */
export function promisedOutput(code: string): Array<string> {
  return [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1] ?? "");
}
