import { readFileSync } from "node:fs";

const page = readFileSync(new URL("../../../../docs/using-it-with.md", import.meta.url), "utf8");

/** The one block of that language on the page about bundlers, Jest, CommonJS and import maps. */
export function documentedBlock(language: string): string {
  const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(
    (match) => match[1] === language,
  );
  if (blocks.length !== 1) throw new Error(`${blocks.length} blocks of ${language}, not one.`);
  return blocks[0]?.[2]?.trim() ?? "";
}
