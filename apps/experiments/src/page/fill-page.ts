import { renderMarkdown } from "@symplectic-adjoint/benchmarks/report/render-table";
import type { Table } from "@symplectic-adjoint/benchmarks/report/table";

/** What is stored of a full run, as far as the page shows it. */
export interface StoredRun {
  readonly date: string;
  readonly machine: { readonly cpu: string; readonly cores: number };
  readonly versions: { readonly node: string; readonly tfjs: string };
  readonly figures: {
    readonly engine: { readonly name: string };
    readonly tables: ReadonlyArray<Table>;
  };
}

/**
 * Replaces what stands between the marks `<!-- results: NAME -->` and `<!-- end -->` of a page by the tables of the stored run
 * of that experiment, or by how to run it.
 */
export function fillPage(page: string, runOf: (name: string) => StoredRun | undefined): string {
  return page.replaceAll(
    /(<!-- results: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) =>
      `${begin}${sectionOf(name, runOf(name))}${end}`,
  );
}

/** The experiments whose results a page shows. */
export function namesOn(page: string): Array<string> {
  return [...page.matchAll(/<!-- results: ([\w-]+) -->/g)].map(([, name = ""]) => name);
}

function sectionOf(name: string, run: StoredRun | undefined): string {
  if (run === undefined) {
    return `\nNo full run is stored yet: \`pnpm experiment ${name}\` makes one.\n\n`;
  }
  const { date, machine, versions, figures } = run;
  const where = `Run on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${versions.node}, TensorFlow.js ${versions.tfjs}, engine ${figures.engine.name}.`;
  return `\n${[where, ...figures.tables.map((table) => escaped(renderMarkdown(table)))].join("\n\n")}\n\n`;
}

/** An asterisk after a number would begin emphasis. */
function escaped(markdown: string): string {
  return markdown.replaceAll(/(?<=\d)\*|^\*(?= )/gm, "\\*");
}
