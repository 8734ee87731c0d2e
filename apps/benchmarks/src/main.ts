import { resolve } from "node:path";
import { benchmarks } from "./benchmarks.js";
import { type CommandLine, readCommandLine, usage } from "./command-line.js";
import { renderMarkdown, renderText } from "./report/render-table.js";
import { writeResults } from "./report/write-results.js";

const RESULTS = new URL("../results/", import.meta.url);

async function main(): Promise<number> {
  let line: CommandLine;
  try {
    line = readCommandLine(process.argv.slice(2));
  } catch (error) {
    return explain((error as Error).message);
  }
  const load = line.name === undefined ? undefined : benchmarks[line.name];
  if (line.name === undefined || load === undefined) return explain();
  const { question, run } = await load();
  const { tables, figures, failures } = await run({ ...line, before: fromCaller(line.before) });
  const render = line.markdown ? renderMarkdown : renderText;
  console.log([question, ...tables.map(render)].join("\n\n"));
  for (const failure of failures) console.error(`\n${failure}`);
  if (line.quick) console.error("\nQuick run: no results are stored.");
  else await writeResults(RESULTS, line.name, line.label, question, figures);
  return failures.length > 0 ? 1 : 0;
}

/** pnpm runs this in the folder of its package; paths on the command line are relative to where the user typed it. */
function fromCaller(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : resolve(process.env.INIT_CWD ?? "", folder);
}

async function explain(problem?: string): Promise<number> {
  console.error([...(problem === undefined ? [] : [problem]), usage, ""].join("\n"));
  for (const [each, loader] of Object.entries(benchmarks))
    console.error(`  ${each.padEnd(16)}${(await loader()).question}`);
  return 2;
}

process.exitCode = await main();
