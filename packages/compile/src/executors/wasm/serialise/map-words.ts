import type { MapInstruction } from "../../../program/program.js";
import { FIXED, type MapPlace, planMap } from "../../maps/plan-map.js";
import { type Addresses, REGISTER_BYTES } from "./addresses.js";
import { functionCode } from "./function-codes.js";
import { instruction } from "./kinds.js";

export function mapWords(given: MapInstruction, { size, at, register }: Addresses): Array<number> {
  const plan = planMap(given, REGISTER_BYTES / size);
  const { outer, inner, rows, block, fixed, columns, functions } = plan;
  // Room for incomplete blocks.
  const room = register(0);
  const registerOf = (i: number): number => register(i + 1);
  // How an address moves is in its lowest bits.
  const addressOf = (place: MapPlace): number =>
    (place.moves === FIXED ? registerOf(place.at) : at(place.at)) + place.moves;
  return instruction("map", [
    ...[outer, inner, rows, block],
    ...[fixed.length, columns.length, functions.length],
    ...fixed.flatMap((one) => [registerOf(one.register), at(one.offset), one.period, one.length]),
    ...columns.flatMap((one) => [registerOf(one.register), at(one.offset)]),
    ...functions.flatMap(({ fn, out, operands }) => {
      const [x = 0, y = 0, z = 0] = operands.map(addressOf);
      return [functionCode(fn), addressOf(out), x, y, z, room];
    }),
  ]);
}
