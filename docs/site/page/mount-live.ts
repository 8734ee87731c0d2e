import type { RunReport } from "../messages.js";
import { makeCharts } from "./charts.js";
import { makeChoices } from "./choices.js";
import { makeEditor } from "./editor.js";
import { element } from "./element.js";
import { makeRunner } from "./runner.js";
import { packCode } from "./share.js";

/** What a piece of live code is made of. */
export interface LiveOptions {
  readonly code: string;
  /** The address of the page that shows one piece of code alone, with the code's name if it has one. */
  readonly alone: string;
  /** The address of the worker's module. */
  readonly worker: string;
  readonly modules: Readonly<Record<string, string>>;
}

/** Fills an element with an editor, its controls and what a run shows. Returns what removes all of it again. */
export function mountLive(host: HTMLElement, options: LiveOptions): () => void {
  const runner = makeRunner(options.worker);
  const charts = makeCharts();
  const editor = makeEditor(options.code, () => void changed());
  const run = element("button", { type: "button", className: "live-run" }, "Run");
  const stop = element("button", { type: "button", disabled: true }, "Stop");
  const reset = element("button", { type: "button", hidden: true }, "Reset");
  const choices = makeChoices();
  const progress = element("progress", { value: 0, max: 1, ariaLabel: "Progress" });
  const alone = element("a", { href: options.alone }, "Open alone");
  const status = element("p", { className: "live-status", role: "status" }, "Ready.");
  const problem = element("p", { className: "live-problem", role: "alert", hidden: true });
  const log = element("pre", { className: "live-log", tabIndex: 0, hidden: true, role: "region" });
  log.ariaLabel = "Printed";

  choices.followCode(options.code);
  void choices.ready.then(() => {
    host.dataset.ready = "";
  });

  async function changed(): Promise<void> {
    const code = editor.code();
    choices.followCode(code);
    reset.hidden = code === options.code;
    const page = options.alone.split(/[?#]/)[0];
    alone.href = reset.hidden ? options.alone : `${page}#${await packCode(code)}`;
  }

  function setRunning(running: boolean): void {
    run.disabled = running;
    choices.setDisabled(running);
    stop.disabled = !running;
    // The focus stays with the button that is of use next.
    if (document.activeElement === document.body || document.activeElement === null)
      (running ? stop : run).focus();
  }

  let begun = 0;
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  function start(): void {
    charts.clear();
    log.textContent = "";
    log.hidden = true;
    problem.hidden = true;
    progress.value = 0;
    begun = performance.now();
    status.textContent = "Starting …";
    const hadFocus = document.activeElement === run;
    setRunning(true);
    if (hadFocus) stop.focus();
    delete host.dataset.tensors;
    runner.run({ code: editor.code(), modules: options.modules, ...choices.read() }, show);
  }

  function finish(text: string): void {
    const hadFocus = document.activeElement === stop;
    setRunning(false);
    if (hadFocus) run.focus();
    status.textContent = text;
  }

  let name = "";
  function show(report: RunReport): void {
    switch (report.kind) {
      case "engine":
        name = report.name;
        status.textContent = `Running on ${name} …`;
        break;
      case "progress":
        progress.max = report.total;
        progress.value = report.done;
        break;
      case "picture":
        charts.show(report.picture);
        break;
      case "log":
        log.hidden = false;
        log.textContent += `${report.text}\n`;
        break;
      case "end":
        host.dataset.tensors = String(report.tensors);
        finish(`Done on ${name} in ${seconds()}.`);
        break;
      case "failure":
        problem.textContent = report.message;
        problem.hidden = false;
        finish(`Failed after ${seconds()}.`);
    }
  }

  run.addEventListener("click", start);
  stop.addEventListener("click", () => {
    runner.stop();
    finish(`Stopped after ${seconds()}.`);
  });
  reset.addEventListener("click", () => {
    editor.setCode(options.code);
    run.focus();
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || run.disabled) return;
    event.preventDefault();
    event.stopPropagation();
    start();
  };
  // Before the editor, to which the same keys mean a new line.
  editor.element.addEventListener("keydown", onKey, { capture: true });

  const controls = element(
    "div",
    { className: "live-controls" },
    ...[run, stop, ...choices.elements, reset, alone],
  );
  const results = element(
    "div",
    { className: "live-results" },
    progress,
    status,
    problem,
    charts.element,
    log,
  );
  host.replaceChildren(editor.element, controls, results);
  return () => {
    runner.stop();
    charts.destroy();
    editor.destroy();
    host.replaceChildren();
  };
}
