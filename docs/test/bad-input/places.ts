import { dispose } from "./judge.js";
import type { Subject } from "./subject.js";

/** A place in the arguments of a function where something wrong may stand. */
export interface Place {
  /** "argument 1", "rtol", "adjointOptions.norm". */
  readonly name: string;
  put(args: Array<unknown>, value: unknown): void;
}

/**
 * The arguments of a function, and its options. These are asked for by the refusal of one that nobody has, which lists the
 * table that the function checks by: so a new option is tried without being told here.
 */
export async function placesOf(subject: Subject): Promise<ReadonlyArray<Place>> {
  const places: Array<Place> = subject.args().map((argument, i) => {
    dispose([argument]);
    return {
      name: `argument ${i}`,
      put: (args, value) => {
        args[i] = value;
      },
    };
  });
  const { options: position, nested } = subject;
  if (position === undefined) return places;
  const merge = (args: Array<unknown>, more: object) => {
    args[position] = { ...(args[position] as object), ...more };
  };
  for (const name of await optionNames(subject, (args) => merge(args, NOBODYS)))
    places.push({ name, put: (args, value) => merge(args, { [name]: value }) });
  if (nested === undefined) return places;
  for (const name of await optionNames(subject, (args) => merge(args, { [nested]: NOBODYS }))) {
    const put: Place["put"] = (args, value) => merge(args, { [nested]: { [name]: value } });
    places.push({ name: `${nested}.${name}`, put });
  }
  return places;
}

const NOBODYS = { noSuchOption: 1 };

async function optionNames(
  { name, call, args }: Subject,
  put: (args: Array<unknown>) => void,
): Promise<ReadonlyArray<string>> {
  const given = args();
  put(given);
  let refusal = "";
  try {
    await (call as (...args: Array<unknown>) => unknown)(...given);
  } catch (error) {
    refusal = String(error);
  } finally {
    dispose(given);
  }
  const [, names] = /Its options are (.*)\.$/.exec(refusal) ?? [];
  if (names === undefined)
    throw new Error(`${name} takes an option that it does not have: ${refusal}`);
  return names.split(", ");
}
