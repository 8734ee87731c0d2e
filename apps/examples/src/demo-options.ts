import { parseArgs } from "node:util";
import { type Command, commandOf, integer, outputFolder } from "./command-line.js";

/** Engines that run in Node without further packages. */
export const ENGINES = ["cpu", "wasm"] as const;

export type EngineName = (typeof ENGINES)[number];

export interface DemoOptions {
  /** Seed of the initial weights. */
  readonly seed: number;
  readonly iterations: number;
  readonly backend: EngineName;
  /** Whether the model is compiled for the training. */
  readonly compiles: boolean;
  /** Folder for the picture and the figures, absolute. */
  readonly out: string;
}

export const USAGE = `Usage: pnpm demo [options]

Fits a neural ODE to the lynx and hare pelts of 1900–1920 and compares five ways to its gradient.

  --seed <integer>        seed of the initial weights (default 1)
  --iterations <integer>  training steps (default 1200)
  --backend <cpu|wasm>    TensorFlow.js backend (default cpu: the faster one for so small a model)
  --interpret             train operation by operation, without compiling the model
  --out <folder>          where the picture and the figures go (default apps/examples/output)
  --help                  this text

Ctrl-C ends the training early and shows what there is.`;

/** Parses the command line, without the first two arguments. */
export function readOptions(argv: ReadonlyArray<string>): Command<DemoOptions> {
  return commandOf(() => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        seed: { type: "string", default: "1" },
        iterations: { type: "string", default: "1200" },
        backend: { type: "string", default: "cpu" },
        interpret: { type: "boolean", default: false },
        out: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return undefined;
    return {
      seed: integer("--seed", values.seed, 0),
      iterations: integer("--iterations", values.iterations, 1),
      backend: engineName(values.backend),
      compiles: !values.interpret,
      out: outputFolder(values.out),
    };
  });
}

function engineName(text: string): EngineName {
  const name = ENGINES.find((engine) => engine === text);
  if (name !== undefined) return name;
  throw new Error(`--backend must be ${ENGINES.join(" or ")}, and is "${text}".`);
}
