import { InvalidArgumentError, UnknownOptionError } from "../errors/plain-errors.js";
import { checkValue } from "./check-value.js";
import { isPlainObject } from "./is-plain-object.js";
import type { OptionTable } from "./requirement.js";

/** Names used for the options in error messages. */
export interface OptionNames {
  /** The object itself. Default "The argument of owner". */
  readonly argument?: string | undefined;
  /** Prefix for the name of an unknown option. */
  readonly prefix?: string | undefined;
  /** Prefix for the name of an option with an invalid value. Default: none. */
  readonly valuePrefix?: string | undefined;
  /** Suggested code if the options are not an object. Default: a call with the first option. */
  readonly remedy?: string | undefined;
  /** Optional hint for an unknown option of this name. */
  hint?(name: string, value: unknown): string | undefined;
}

/**
 * Checks the options of a function: rejects anything but plain objects, unknown names, and values that do not meet
 * their requirement.
 *
 * Only own properties are options, so class instances, Maps and objects with a prototype are rejected too.
 *
 * @param owner The name of the function.
 * @throws InvalidArgumentError if the options are not a plain object.
 * @throws UnknownOptionError naming the unknown option, the valid ones, and the closest match.
 * @throws OdeError of the requirement's kind if a value does not meet it.
 * @example
 * const table = { verbose: booleanRequirement("Write verbose: true, or leave it out.") };
 * checkOptions("solveAll", { verbos: true }, table); // verbos is not an option of solveAll. Did you mean verbose? …
 */
export function checkOptions(
  owner: string,
  options: unknown,
  table: OptionTable,
  names: OptionNames = {},
): void {
  const { argument = `The argument of ${owner}`, prefix = "", valuePrefix = "" } = names;
  if (!isPlainObject(options)) {
    throw new InvalidArgumentError({
      argument,
      value: options,
      problem: "must be an object of options",
      remedy: `${names.remedy ?? `Write ${owner}({ ${Object.keys(table)[0]}: … }).`}${spread(options)}`,
    });
  }
  const given: Array<string> = [];
  for (const name of Reflect.ownKeys(options)) {
    if (typeof name === "string" && Object.hasOwn(table, name)) {
      given.push(name);
      continue;
    }
    if (!Object.prototype.propertyIsEnumerable.call(options, name)) continue;
    const value = read(options, name);
    throw new UnknownOptionError({
      argument: `${prefix}${String(name)}`,
      value,
      problem: `is not an option of ${owner}`,
      remedy: `${hintOf(String(name), value, table, names)}Its options are ${Object.keys(table).join(", ")}.`,
    });
  }
  // Most options of a table are left out. To read each of them costs more than a small solve.
  for (const name in table) {
    const requirement = table[name] as OptionTable[string];
    if (given.includes(name) || requirement.required === true)
      checkValue(`${valuePrefix}${name}`, read(options, name), requirement);
  }
}

function read(options: object, name: PropertyKey): unknown {
  return (options as Readonly<Record<PropertyKey, unknown>>)[name];
}

/** Hint for class instances: spread their fields into an object. */
function spread(options: unknown): string {
  return typeof options === "object" && options !== null && !Array.isArray(options)
    ? " For a class instance or an object with a prototype, write { ...options }."
    : "";
}

function hintOf(name: string, value: unknown, table: OptionTable, { hint }: OptionNames): string {
  const said = hint?.(name, value);
  if (said !== undefined) return `${said} `;
  const simple = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  const match = Object.keys(table).find((candidate) => simple(candidate) === simple(name));
  return match === undefined ? "" : `Did you mean ${match}? `;
}
