import { checkOptions as check } from "@symplectic-adjoint/core";
import { type OptionKind, optionTables } from "./option-tables.js";

/**
 * Refuses options of the functions that solve.
 *
 * @throws UnknownOptionError naming the option and the nearest known one.
 * @throws OdeError when the options are no plain object, or one of them is not what it must be.
 */
export function checkOptions(options: unknown, kind: OptionKind, argument = "options"): void {
  check("this function", options, optionTables[kind], {
    argument,
    prefix: `${argument}.`,
    remedy: 'Write { method: "dopri5", rtol: 1e-5 }, or leave it out.',
    hint: (name) => (name === "speculate" ? ONLY_ASYNC : undefined),
  });
}

const ONLY_ASYNC =
  "Only the functions whose name ends in Async wait for values, and have something to do meanwhile.";
