import type { EngineChoice } from "./engines.js";
import { formatBytes, formatMilliseconds, formatWay } from "./format.js";
import type { Iteration } from "./train.js";

/** The controls and figures of the page. */
export interface Page {
  readonly chart: HTMLElement;
  /** The selected engine. */
  engine(): string;
  /** Whether the network is to be compiled: by default where that makes it a program. */
  compiled(): boolean;
  onStart(handler: () => void): void;
  onStop(handler: () => void): void;
  /** While training runs, only stopping is enabled. */
  setRunning(running: boolean): void;
  /** Number of tensors after a run, for tests: an attribute of the page. */
  setTensors(count: number): void;
  /** Shown before the first iteration. */
  clearFigures(): void;
  setStatus(text: string): void;
  /** Shows an error message permanently. */
  setProblem(text: string | undefined): void;
  /** @param milliseconds Time of a typical iteration. @param done Completed fraction, from 0 to 1. */
  showIteration(iteration: Iteration, milliseconds: number, done: number): void;
}

/** Looks up the elements of index.html. */
export function takePage(engines: Readonly<Record<string, EngineChoice>>): Page {
  const form = element("controls", HTMLFormElement);
  const select = element("engine", HTMLSelectElement);
  const compiled = element("compiled", HTMLInputElement);
  const start = element("start", HTMLButtonElement);
  const stop = element("stop", HTMLButtonElement);
  const progress = element("progress", HTMLProgressElement);
  const problem = element("problem", HTMLElement);
  for (const [value, { label }] of Object.entries(engines)) select.add(new Option(label, value));
  const followEngine = (): void => {
    compiled.checked = engines[select.value]?.compiles ?? false;
  };
  select.addEventListener("change", followEngine);
  followEngine();
  const write = (id: string, text: string): void => {
    element(id, HTMLElement).textContent = text;
  };
  return {
    chart: element("chart", HTMLElement),
    engine: () => select.value,
    compiled: () => compiled.checked,
    onStart: (handler) =>
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        handler();
      }),
    onStop: (handler) => stop.addEventListener("click", handler),
    setRunning(running) {
      start.disabled = running;
      select.disabled = running;
      compiled.disabled = running;
      stop.disabled = !running;
      // The focus stays with the reader of the keyboard: a disabled button would lose it.
      if (running) stop.focus();
      else start.focus();
    },
    setTensors(count) {
      document.body.dataset.tensors = String(count);
    },
    clearFigures() {
      progress.value = 0;
      for (const figure of document.querySelectorAll("#figures dd")) figure.textContent = "–";
    },
    setStatus: (text) => write("status", text),
    setProblem(text) {
      problem.textContent = text ?? "";
      problem.hidden = text === undefined;
    },
    showIteration(
      { index, loss, evaluations, steps, compiled: way, peakBytes },
      milliseconds,
      done,
    ) {
      progress.value = done;
      write("iteration", String(index));
      write("loss", loss.toPrecision(3));
      write("time", formatMilliseconds(milliseconds));
      write("evaluations", `${evaluations.forward} + ${evaluations.backward}`);
      write("steps", `${steps.accepted} + ${steps.rejected}`);
      write("way", formatWay(way));
      write("bytes", formatBytes(peakBytes));
    },
  };
}

function element<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`index.html has no ${type.name} with the id ${id}.`);
}
