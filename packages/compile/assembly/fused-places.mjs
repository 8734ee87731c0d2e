import { sections } from "@symplectic-adjoint/assembly/build";
import { instructionAt, number } from "./instructions.mjs";
import { textOf } from "./text-of.mjs";

/** Products, and the sums of the same numbers. */
const SUM_OF = new Map([
  [0xfde6, 0xfde4],
  [0xfdf2, 0xfdf0],
]);
const CODE = 10;

/**
 * The places of products and sums a b + c that can be computed by one instruction of relaxed SIMD: the operands of that are
 * in the same order, so that the product is left out, and the sum exchanged for it. In ascending order, by pairs or not.
 */
export function fusedPlaces(binary) {
  const { begin } = sections(binary).find(({ kind }) => kind === CODE);
  let [functions, at] = number(binary, begin);
  const places = [];
  for (; functions > 0; functions--) {
    const [size, body] = number(binary, at);
    at = body + size;
    places.push(...placesIn(binary, afterLocals(binary, body), at));
  }
  return places.sort((a, b) => a - b);
}

function afterLocals(binary, body) {
  let [groups, at] = number(binary, body);
  for (; groups > 0; groups--) at = number(binary, at)[1] + 1;
  return at;
}

/** What is on the stack is known by the instruction that computed it, as far as the code is straight. */
function placesIn(binary, begin, end) {
  const places = [];
  let stack = [];
  for (let at = begin; at < end; ) {
    const { code, operands, results, end: next } = instructionAt(binary, at);
    if (operands === undefined) stack = [];
    else {
      const taken = Array.from({ length: operands }, () => stack.pop()).reverse();
      const [product] = taken;
      if (product !== undefined && SUM_OF.get(product.code) === code) places.push(product.at, at);
      if (results > 0) stack.push({ code, at });
    }
    at = next;
  }
  return places;
}

/**
 * What stands for what in the binary that is shipped, in hexadecimal: fused sums have the instructions of relaxed SIMD, and
 * products are left out, by as many bytes that do nothing: no operations, or a constant that is dropped.
 */
const EXCHANGES = [
  ["fd8502", "fde401"],
  ["fd8702", "fdf001"],
  ["41001a", "fde601"],
  ["41011a", "fdf201"],
];

/**
 * The binary with fused multiply-add, as text, and the exchanges that make the plain one of it, wherever they match.
 */
export function fused(plain) {
  const bytes = Buffer.from(plain);
  for (const place of fusedPlaces(plain)) {
    const instruction = bytes.toString("hex", place, place + 3);
    const [to] = EXCHANGES.find(([, from]) => from === instruction);
    bytes.write(to, place, "hex");
  }
  const text = textOf(bytes);
  const exchanges = EXCHANGES.map((pair) => pair.map((hex) => textOf(Buffer.from(hex, "hex"))));
  const back = exchanges.reduce((part, [from, to]) => part.replaceAll(from, to), text);
  if (back !== textOf(plain))
    throw new Error("Something else in the module looks like a fused instruction.");
  return { text, exchanges };
}
