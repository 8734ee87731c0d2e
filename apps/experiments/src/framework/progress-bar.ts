import { rateMeter } from "@symplectic-adjoint/examples/rate-meter";
import { SingleBar } from "cli-progress";

/** Shows how much of an experiment is done, and how long the rest will take. */
export interface ProgressBar {
  /** @param done From 0 to 1. */
  update(done: number, part: string, text?: string): void;
  stop(): void;
}

/** A bar on a terminal; otherwise, as in a file or in CI, a line whenever another part or twentieth is reached. */
export function progressBar(stream: NodeJS.WriteStream): ProgressBar {
  return stream.isTTY ? bar(stream) : lines(stream);
}

/** Shows nothing. */
export const noProgress: ProgressBar = { update: () => {}, stop: () => {} };

function bar(stream: NodeJS.WriteStream): ProgressBar {
  const pace = rateMeter();
  const view = new SingleBar({
    format: "{bar} {percentage} %  {left} left  {part}  {text}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 30,
    hideCursor: true,
    // The command handles Ctrl-C itself.
    gracefulExit: false,
    stream,
  });
  view.start(1000, 0, { left: "–", part: "", text: "" });
  return {
    update(done, part, text = "") {
      const left = timeLeft(pace(done).secondsLeft);
      view.update(Math.round(1000 * done), { left, part, text });
    },
    stop: () => view.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): ProgressBar {
  const pace = rateMeter();
  let shown = "";
  return {
    update(done, part, text = "") {
      const left = timeLeft(pace(done).secondsLeft);
      const key = `${part} ${Math.floor(20 * done)}`;
      if (key === shown) return;
      shown = key;
      stream.write(
        `${`${Math.round(100 * done)}`.padStart(3)} %  ${left} left  ${part}  ${text}\n`,
      );
    },
    stop: () => {},
  };
}

/** Seconds up to two minutes, then minutes, then hours. */
export function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds > 1e6) return "–";
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
