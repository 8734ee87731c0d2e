import { parseArgs } from "node:util";
import type { BenchmarkOptions } from "./benchmark.js";

/** The parsed command line. */
export interface CommandLine extends Required<BenchmarkOptions> {
  readonly name: string | undefined;
  readonly markdown: boolean;
  /** Part of the name of the results file. */
  readonly label: string | undefined;
}

/** Usage. */
export const usage =
  "pnpm bench NAME [--markdown] [--quick] [--label LABEL] [--engine ENGINE…] [--before FOLDER]";

/** Parses the arguments. @throws TypeError if one is unknown. */
export function readCommandLine(args: ReadonlyArray<string>): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      markdown: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      label: { type: "string" },
      before: { type: "string" },
      engine: { type: "string", multiple: true, default: [] },
    },
  });
  const { markdown, quick, label, engine, before } = values;
  const [name, ...more] = positionals;
  // `--engine cpu wasm` names two.
  if (more.length > 0 && engine.length === 0)
    throw new TypeError(`Unexpected argument '${more[0]}'.`);
  return { name, markdown, quick, label, before, engines: [...engine, ...more] };
}
