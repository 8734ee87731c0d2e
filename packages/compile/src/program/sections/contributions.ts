import type { Storage } from "../arena/storage.js";
import type { Value, ValueId, Values } from "../values/values.js";
import type { Exit } from "./sections.js";

/**
 * What is added to the cotangent of a parameter, term by term: a sum that nothing else reads is not formed, its terms
 * are added one after another.
 */
export function contributions(
  list: Values["list"],
  total: ValueId,
  to: Storage,
  uses: (value: ValueId) => number,
): ReadonlyArray<Exit> {
  const exits: Array<Exit> = [];
  const add = (id: ValueId) => {
    const value = list[id] as Value;
    if (isZero(value)) return;
    const { node, operands } = value;
    const whole = operands.every((operand) => list[operand.value]?.size === value.size);
    if (node.kind === "map" && node.fn === "add" && whole && uses(id) === 1)
      for (const operand of operands) add(operand.value);
    else exits.push({ value: id, to, accumulates: true });
  };
  add(total);
  return exits;
}

function isZero({ node }: Value): boolean {
  return node.kind === "constant" && node.values.every((number) => number === 0);
}
