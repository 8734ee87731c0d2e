import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Engines that run in Node without further packages. */
export const ENGINES = ["cpu", "wasm"] as const;

export type EngineName = (typeof ENGINES)[number];

export interface DemoOptions {
  /** Seed of the initial weights. */
  readonly seed: number;
  readonly iterations: number;
  readonly backend: EngineName;
  /** Folder for the picture and the figures, absolute. */
  readonly out: string;
}

export const USAGE = `Usage: pnpm demo [options]

Fits a neural ODE to the lynx and hare pelts of 1900–1920 and compares five ways to its gradient.

  --seed <integer>        seed of the initial weights (default 1)
  --iterations <integer>  training steps (default 1200)
  --backend <cpu|wasm>    TensorFlow.js backend (default cpu: the faster one for so small a model)
  --out <folder>          where the picture and the figures go (default apps/examples/output)
  --help                  this text

Ctrl-C ends the training early and shows what there is.`;

/** The user's working directory: a package script runs in its package's folder. */
export const USER_FOLDER = process.env.INIT_CWD ?? process.cwd();

/** Parsed options, or a text to print instead of running. */
export type Command =
  | { readonly kind: "run"; readonly options: DemoOptions }
  | { readonly kind: "help" }
  | { readonly kind: "misuse"; readonly problem: string };

/** Parses the command line, without the first two arguments. */
export function readOptions(argv: ReadonlyArray<string>): Command {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        seed: { type: "string", default: "1" },
        iterations: { type: "string", default: "1200" },
        backend: { type: "string", default: "cpu" },
        out: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    return {
      kind: "run",
      options: {
        seed: integer("--seed", values.seed, 0),
        iterations: integer("--iterations", values.iterations, 1),
        backend: engineName(values.backend),
        out: folder(values.out),
      },
    };
  } catch (error) {
    return { kind: "misuse", problem: error instanceof Error ? error.message : String(error) };
  }
}

function integer(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`${name} must be an integer of at least ${least}, and is "${text}".`);
}

function engineName(text: string): EngineName {
  const name = ENGINES.find((engine) => engine === text);
  if (name !== undefined) return name;
  throw new Error(`--backend must be ${ENGINES.join(" or ")}, and is "${text}".`);
}

function folder(path: string | undefined): string {
  if (path === undefined) return fileURLToPath(new URL("../output", import.meta.url));
  return resolve(USER_FOLDER, path);
}
