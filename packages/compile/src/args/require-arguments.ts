import type { FunctionRequest } from "@symplectic-adjoint/core";
import type { CompiledSource } from "../cache/compiled-source.js";
import { sourceOf } from "../cache/source-of.js";
import { requireNone, requireTensor } from "./check-args.js";

/**
 * Checks the further arguments of the compiled functions of a solve at its beginning.
 *
 * @throws InvalidDynamicsError if a function needs arguments, and is solved without `with`.
 * @throws InvalidArgumentError if an argument was disposed of since.
 */
export function requireArguments(
  source: CompiledSource,
  functions: ReadonlyArray<FunctionRequest> = [],
): void {
  require(source, "f", "");
  for (const { name, func } of functions) {
    const other = sourceOf(func);
    if (other !== undefined) require(other, name, `${name}: `);
  }
}

function require({ func, args }: CompiledSource, name: string, prefix: string): void {
  if (args.length === 0) requireNone(name, func);
  for (const [i, arg] of args.entries()) requireTensor(`${prefix}args[${i}]`, arg);
}
