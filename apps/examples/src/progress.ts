import { SingleBar } from "cli-progress";
import { rateMeter } from "./rate-meter.js";
import type { Iteration } from "./train.js";

/** Shows the progress of a training, or of many fits. */
export interface Progress {
  update(iteration: Iteration): void;
  /** Ends the display, leaving its last state on the screen. */
  stop(): void;
}

/**
 * A progress bar on a terminal; otherwise, such as in a file or in CI, a line after every tenth of the iterations.
 *
 * @param unit What is counted, in the singular.
 */
export function createProgress(
  iterations: number,
  stream: NodeJS.WriteStream,
  unit = "step",
): Progress {
  return stream.isTTY ? bar(iterations, stream, unit) : lines(iterations, stream, unit);
}

function bar(iterations: number, stream: NodeJS.WriteStream, unit: string): Progress {
  const pace = rateMeter();
  const view = new SingleBar({
    format: `{bar} {value}/{total}  loss {loss}  {left} left  {rate} ${unit}s/s`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 30,
    hideCursor: true,
    // The demo handles Ctrl-C itself.
    gracefulExit: false,
    stream,
  });
  view.start(iterations, 0, { loss: "–", left: "–", rate: "–" });
  return {
    update: (iteration) => view.update(iteration.index, describe(iteration, pace)),
    stop: () => view.stop(),
  };
}

function lines(iterations: number, stream: NodeJS.WriteStream, unit: string): Progress {
  const pace = rateMeter();
  const every = Math.max(1, Math.round(iterations / 10));
  return {
    update: (iteration) => {
      const { loss, left, rate } = describe(iteration, pace);
      const { index } = iteration;
      if (index !== 1 && index % every !== 0 && index !== iterations) return;
      stream.write(
        `${unit} ${index}/${iterations}  loss ${loss}  ${left} left  ${rate} ${unit}s/s\n`,
      );
    },
    stop: () => {},
  };
}

/** Ignore the first few steps, in which code is still being compiled. */
const FIRST_FORECAST = 10;

function describe({ index, loss, done }: Iteration, pace: ReturnType<typeof rateMeter>) {
  const { perSecond, secondsLeft } = pace(done);
  return {
    loss: loss.toFixed(4),
    left: index < FIRST_FORECAST ? "–" : `${Math.ceil(secondsLeft)} s`,
    rate: perSecond.toFixed(1),
  };
}
