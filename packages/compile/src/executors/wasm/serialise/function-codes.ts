import { binaryFunctions, unaryFunctions } from "../../../graph/functions/scalar-functions.js";
import type { FunctionName } from "../../maps/calculations.js";

/** In the order of `Fn` in assembly/functions/codes.ts, which is the one of these objects. */
const NAMES: ReadonlyArray<string> = [
  ...Object.keys(unaryFunctions),
  "copy",
  ...Object.keys(binaryFunctions),
  "select",
  "multiplyAdd",
  "subtractProduct",
];

const codes = new Map(NAMES.map((name, code) => [name, code]));

/** The number of a function in the module. */
export function functionCode(name: FunctionName): number {
  return codes.get(name) as number;
}
