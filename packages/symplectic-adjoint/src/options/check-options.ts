import { checkOptions as check } from "@symplectic-adjoint/core";
import { type OptionKind, optionTables } from "./option-tables.js";
import { hintForOption } from "./peer-names.js";

/**
 * Checks the options of the solver functions.
 *
 * @throws UnknownOptionError naming the option and the closest match.
 * @throws OdeError if the options are not a plain object, or one of them is invalid.
 */
export function checkOptions(options: unknown, kind: OptionKind, argument = "options"): void {
  check("this function", options, optionTables[kind], {
    argument,
    prefix: `${argument}.`,
    remedy: 'Write { method: "dopri5", rtol: 1e-5 }, or leave it out.',
    hint: hintForOption,
  });
}
