import type { Leaves } from "../executors/executor.js";
import { nameOf, namesOf } from "./ports.js";
import type { Given, Held, Session } from "./session.js";

/** The leaves of a state as inputs. */
export function givenOf(kind: string, leaves: Leaves): ReadonlyArray<Given> {
  return leaves.map((values, i) => ({ name: nameOf(kind, i), values }));
}

/** Runs a graph, and writes its outputs into arrays. */
export function copyOut(
  session: Session,
  held: ReadonlyArray<Held>,
  given: ReadonlyArray<Given>,
  wanted: ReadonlyArray<readonly [kind: string, leaves: Leaves]>,
): void {
  const arrays = wanted.flatMap(([, leaves]) => leaves);
  const names = wanted.flatMap(([kind, leaves]) => namesOf(kind, leaves));
  for (const [i, values] of session.run(held, given, names).entries()) arrays[i]?.set(values);
}
