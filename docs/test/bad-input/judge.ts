import { OdeError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import type { Subject } from "./subject.js";
import type { WrongValue } from "./wrong-values.js";

/** What became of a call: an error of ours, a result, or a fault of the library. */
export type Verdict = "refused" | "accepted" | { readonly fault: string };

/** Calls a function with a wrong value in one place, and frees what it returned and what it was given. */
export async function judge(
  { call, args }: Subject,
  { make }: WrongValue,
  place: (args: Array<unknown>, value: unknown) => void,
): Promise<Verdict> {
  const before = count();
  const given = args();
  const right = [...given];
  const value = make();
  place(given, value);
  let verdict: Verdict;
  try {
    await free(await (call as (...args: Array<unknown>) => unknown)(...given));
    verdict = "accepted";
  } catch (error) {
    verdict = error instanceof OdeError ? "refused" : { fault: String(error) };
  }
  dispose(right);
  if (value instanceof tf.Tensor) value.dispose();
  const left = count() - before;
  return left === 0 ? verdict : { fault: `${left} tensors are left (${JSON.stringify(verdict)})` };
}

/** Frees the tensors among some arguments. */
export function dispose(given: ReadonlyArray<unknown>): void {
  for (const argument of given) if (argument instanceof tf.Tensor) argument.dispose();
}

function count(): number {
  return tf.memory().numTensors;
}

/** A solution, a tensor, an engine in use, or something that holds nothing. */
async function free(result: unknown): Promise<void> {
  if (typeof result === "function") result();
  if (typeof result !== "object" || result === null) return;
  if ("undo" in result && typeof result.undo === "function") await result.undo();
  if ("dispose" in result && typeof result.dispose === "function") result.dispose();
}
