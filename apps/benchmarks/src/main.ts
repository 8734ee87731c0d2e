import { benchmarks } from "./benchmarks.js";
import { renderMarkdown, renderText } from "./report/render-table.js";
import { writeResults } from "./report/write-results.js";

const [name, ...flags] = process.argv.slice(2);
const load = name === undefined ? undefined : benchmarks[name];
const unknown = flags.filter((flag) => flag !== "--markdown");

if (name === undefined || load === undefined || unknown.length > 0) {
  console.error("pnpm bench NAME [--markdown]\n");
  for (const [each, loader] of Object.entries(benchmarks))
    console.error(`  ${each.padEnd(16)}${(await loader()).question}`);
  process.exitCode = 2;
} else {
  const { question, run } = await load();
  const { tables, figures, failures } = await run();
  const render = flags.includes("--markdown") ? renderMarkdown : renderText;
  console.log([question, ...tables.map(render)].join("\n\n"));
  for (const failure of failures) console.error(`\n${failure}`);
  await writeResults(name, question, figures);
  if (failures.length > 0) process.exitCode = 1;
}
