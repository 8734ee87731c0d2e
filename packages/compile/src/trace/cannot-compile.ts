import { CompilationError } from "../imports/core.js";

/** The ways out where something cannot be compiled, within a sentence. */
export const INTERPRET =
  'leave compiled(…) out, or write compiled(f, { onUnsupported: "interpret" }), which runs f as TensorFlow.js does';

/**
 * The error for a function that cannot be compiled.
 *
 * @param about What the problem is with, if not with the function as a whole.
 */
export function cannotCompile(
  problem: string,
  remedy: string,
  about: { readonly argument?: string; readonly value?: unknown } = {},
): CompilationError {
  return new CompilationError({ argument: "The function", ...about, problem, remedy });
}
