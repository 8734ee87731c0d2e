import { parseArgs } from "node:util";
import { type Command, commandOf, outputFolder } from "@symplectic-adjoint/examples/command-line";
import { ENGINES, type EngineName } from "./solving/use-engine.js";

/** The parsed command line. */
export interface CommandLine {
  readonly name: string;
  readonly quick: boolean;
  readonly resume: boolean;
  /** Whether models are trained operation by operation, without compiling them. */
  readonly interpret: boolean;
  readonly engine: EngineName | undefined;
  /** Folder for what is needed to resume, and for the results of quick and incomplete runs; absolute. */
  readonly out: string;
}

/** Usage, with the experiments and their questions. */
export function usageOf(questions: Readonly<Record<string, string>>): string {
  const list = Object.entries(questions).map(([name, text]) => `  ${name.padEnd(16)}${text}`);
  return `Usage: pnpm experiment NAME [options]

${list.join("\n")}

  --quick           reduced sizes, less than two minutes; nothing is stored in results/
  --resume          goes on from an interrupted run
  --interpret       trains operation by operation, without compiling the models
  --engine <name>   ${ENGINES.join(", ")} (default wasm for small networks, otherwise tensorflow if scripts/libtensorflow.sh has installed it)
  --out <folder>    for what is needed to resume, and for quick and incomplete results (default apps/experiments/output)
  --help            this text

Ctrl-C ends the run with what there is.`;
}

/** Parses the command line, without the first two arguments. */
export function readCommandLine(
  argv: ReadonlyArray<string>,
  names: ReadonlyArray<string>,
): Command<CommandLine> {
  return commandOf(() => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        quick: { type: "boolean", default: false },
        resume: { type: "boolean", default: false },
        interpret: { type: "boolean", default: false },
        engine: { type: "string" },
        out: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return undefined;
    const [name, ...more] = positionals;
    if (name === undefined) throw new Error("The name of an experiment is missing.");
    if (more.length > 0) throw new Error(`Unexpected argument "${more[0]}".`);
    if (!names.includes(name)) throw new Error(`There is no experiment "${name}".`);
    const here = new URL("../output", import.meta.url).pathname;
    return {
      name,
      quick: values.quick,
      resume: values.resume,
      interpret: values.interpret,
      engine: engineName(values.engine),
      out: values.out === undefined ? here : outputFolder(values.out),
    };
  });
}

function engineName(text: string | undefined): EngineName | undefined {
  if (text === undefined) return undefined;
  const name = ENGINES.find((engine) => engine === text);
  if (name !== undefined) return name;
  throw new Error(`--engine must be one of ${ENGINES.join(", ")}, and is "${text}".`);
}
