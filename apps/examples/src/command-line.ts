import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { untilInterrupted } from "./until-interrupted.js";

/** The user's working directory: a package script runs in its package's folder. */
export const USER_FOLDER = process.env.INIT_CWD ?? process.cwd();

/** Parsed options, or a text to print instead of running. */
export type Command<Options> =
  | { readonly kind: "run"; readonly options: Options }
  | { readonly kind: "help" }
  | { readonly kind: "misuse"; readonly problem: string };

/** The options that `parse` returns, or undefined to print the usage; an error that it throws is a misuse. */
export function commandOf<Options>(parse: () => Options | undefined): Command<Options> {
  try {
    const options = parse();
    return options === undefined ? { kind: "help" } : { kind: "run", options };
  } catch (error) {
    return { kind: "misuse", problem: error instanceof Error ? error.message : String(error) };
  }
}

/** @throws Error naming the option and its text if that is no integer, or less than `least`. */
export function integer(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`${name} must be an integer of at least ${least}, and is "${text}".`);
}

/** The folder for results, absolute. */
export function outputFolder(path: string | undefined): string {
  if (path === undefined) return fileURLToPath(new URL("../output", import.meta.url));
  return resolve(USER_FOLDER, path);
}

/**
 * Runs a command until its end or Ctrl-C.
 *
 * @param body Returns whether there are results.
 * @param nothing Printed if there are none.
 */
export async function execute<Options>(
  command: Command<Options>,
  usage: string,
  nothing: string,
  body: (options: Options, signal: AbortSignal) => Promise<boolean>,
): Promise<void> {
  if (command.kind === "help") {
    console.log(usage);
  } else if (command.kind === "misuse") {
    console.error(`${command.problem}\n\n${usage}`);
    process.exitCode = 2;
  } else {
    await untilInterrupted(async (signal) => {
      if (await body(command.options, signal)) return;
      console.log(nothing);
      process.exitCode = 130;
    });
  }
}
