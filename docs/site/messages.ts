import type { Controls, Picture } from "./live.js";

/** The engines that a reader can choose; "auto" is the fastest for small models that starts. */
export type EngineChoice = "auto" | "wasm" | "cpu" | "webgl" | "webgpu";

/** What the page asks of its worker. */
export interface RunRequest {
  /** An ES module in JavaScript. */
  readonly code: string;
  readonly engine: EngineChoice;
  readonly controls: Controls;
  /** Absolute addresses of the modules that the code may import, by their names. */
  readonly modules: Readonly<Record<string, string>>;
}

/** What the worker reports, in order. */
export type RunReport =
  | { readonly kind: "engine"; readonly name: string }
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "picture"; readonly picture: Picture }
  | { readonly kind: "log"; readonly text: string }
  /** `tensors` are those that exist after the code has ended and its variables are freed. */
  | { readonly kind: "end"; readonly tensors: number }
  | { readonly kind: "failure"; readonly message: string };
