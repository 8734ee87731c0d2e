import { parseArgs } from "node:util";
import { type Command, commandOf, integer, outputFolder } from "../command-line.js";

export interface PosteriorOptions {
  /** Number of fits. */
  readonly members: number;
  /** Steps of the optimizer for each fit. */
  readonly iterations: number;
  /** Threads of this process; 0: none besides its own. */
  readonly threads: number;
  /** A Redis server, whose workers fit instead of threads. */
  readonly redis: string | undefined;
  /** Worker processes to start for that server; more can join from anywhere. */
  readonly workers: number;
  /** Folder for the picture, the figures, and the fits so far, absolute. */
  readonly out: string;
}

export const USAGE = `Usage: pnpm posterior [options]

Fits Lotka–Volterra to noisy copies of the lynx and hare pelts, many times at once: a sample of the posterior.

  --members <integer>     fits (default 100)
  --iterations <integer>  optimizer steps for each fit (default 250)
  --threads <integer>     threads (default 2; 0: the main thread alone)
  --redis <url>           fit in worker processes that take work from this Redis server instead
  --workers <integer>     worker processes to start for it (default 2; 0: start them yourself)
  --out <folder>          where the picture, figures and fits go (default apps/examples/output)
  --help                  this text

Ctrl-C ends the run and shows what there is; the same command goes on from there.`;

/** Parses the command line, without the first two arguments. */
export function readPosteriorOptions(argv: ReadonlyArray<string>): Command<PosteriorOptions> {
  return commandOf(() => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        members: { type: "string", default: "100" },
        iterations: { type: "string", default: "250" },
        threads: { type: "string", default: "2" },
        redis: { type: "string" },
        workers: { type: "string", default: "2" },
        out: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return undefined;
    return {
      members: integer("--members", values.members, 1),
      iterations: integer("--iterations", values.iterations, 1),
      threads: integer("--threads", values.threads, 0),
      redis: values.redis,
      workers: integer("--workers", values.workers, 0),
      out: outputFolder(values.out),
    };
  });
}
