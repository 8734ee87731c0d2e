import type { EngineChoice, RunRequest } from "../messages.js";
import { availableEngines, runsPrograms } from "./available-engines.js";
import { element } from "./element.js";

/** What the reader chooses for a run: the engine, and whether f is compiled. */
export interface Choices {
  readonly elements: ReadonlyArray<HTMLElement>;
  /** Resolves when the engines of this browser are known. */
  readonly ready: Promise<void>;
  read(): Pick<RunRequest, "engine" | "controls">;
  /** Shows the box "Compiled" if the code reads `controls`. */
  followCode(code: string): void;
  setDisabled(disabled: boolean): void;
}

/** The list of engines, and the box "Compiled", which is ticked with each engine that runs programs. */
export function makeChoices(): Choices {
  const engine = element("select", { name: "engine" });
  const compiled = element("input", { name: "compiled", type: "checkbox" });
  const box = element("label", {}, compiled, " Compiled");
  const followEngine = (): void => {
    compiled.checked = runsPrograms(engine.value as EngineChoice);
  };
  engine.addEventListener("change", followEngine);
  return {
    elements: [element("label", {}, "Engine ", engine), box],
    ready: availableEngines().then((engines) => {
      for (const { value, label, here } of engines) {
        const option = new Option(here ? label : `${label} (not here)`, value);
        option.disabled = !here;
        engine.add(option);
      }
      followEngine();
    }),
    read: () => ({
      engine: engine.value as EngineChoice,
      controls: { compiled: compiled.checked },
    }),
    followCode(code) {
      box.hidden = !/\bcontrols\b/.test(code);
    },
    setDisabled(disabled) {
      engine.disabled = disabled;
      compiled.disabled = disabled;
    },
  };
}
