import { InvalidArgumentError, UnknownOptionError } from "../errors/plain-errors.js";
import { checkValue } from "./check-value.js";
import { isPlainObject } from "./is-plain-object.js";
import type { OptionTable } from "./requirement.js";

/** How options are called in messages. */
export interface OptionNames {
  /** The object itself. Default "The argument of owner". */
  readonly argument?: string | undefined;
  /** What stands before the name of an unknown option. */
  readonly prefix?: string | undefined;
  /** What to write where the options are no object. Default: a call with the first option. */
  readonly remedy?: string | undefined;
  /** A sentence on an unknown option of this name, if there is something to say. */
  hint?(name: string): string | undefined;
}

/**
 * The one checker of options: refuses what is no plain object, names that are not in the table, and values that do not meet
 * their requirement.
 *
 * Only names of the object itself count: what a class, a Map or a prototype holds would be read by nobody, so these are
 * refused too.
 *
 * @param owner The function whose options they are.
 * @throws InvalidArgumentError when the options are no plain object.
 * @throws UnknownOptionError naming the option, those there are, and the nearest of them.
 * @throws OdeError of the requirement's kind when a value does not meet it.
 * @example
 * const table = { verbose: aFlag("Write verbose: true, or leave it out.") };
 * checkOptions("solveAll", { verbos: true }, table); // verbos is not an option of solveAll. Did you mean verbose? …
 */
export function checkOptions(
  owner: string,
  options: unknown,
  table: OptionTable,
  names: OptionNames = {},
): void {
  const { argument = `The argument of ${owner}`, prefix = "" } = names;
  if (!isPlainObject(options)) {
    throw new InvalidArgumentError({
      argument,
      value: options,
      problem: "must be an object of options",
      remedy: `${names.remedy ?? `Write ${owner}({ ${Object.keys(table)[0]}: … }).`}${spread(options)}`,
    });
  }
  for (const name of Reflect.ownKeys(options)) {
    if (typeof name === "string" && Object.hasOwn(table, name)) continue;
    if (!Object.prototype.propertyIsEnumerable.call(options, name)) continue;
    throw new UnknownOptionError({
      argument: `${prefix}${String(name)}`,
      value: read(options, name),
      problem: `is not an option of ${owner}`,
      remedy: `${hintOf(String(name), table, names)}Its options are ${Object.keys(table).join(", ")}.`,
    });
  }
  for (const name in table)
    checkValue(name, read(options, name), table[name] as OptionTable[string]);
}

function read(options: object, name: PropertyKey): unknown {
  return (options as Readonly<Record<PropertyKey, unknown>>)[name];
}

/** How an instance of a class, whose fields were meant, becomes options. */
function spread(options: unknown): string {
  return typeof options === "object" && options !== null && !Array.isArray(options)
    ? " Of an instance or an object with a prototype, write { ...options }."
    : "";
}

function hintOf(name: string, table: OptionTable, { hint }: OptionNames): string {
  const said = hint?.(name);
  if (said !== undefined) return `${said} `;
  const simple = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  const match = Object.keys(table).find((candidate) => simple(candidate) === simple(name));
  return match === undefined ? "" : `Did you mean ${match}? `;
}
