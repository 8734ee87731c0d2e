// Instructions of WebAssembly binaries, as far as AssemblyScript writes them.

/** A number in LEB128 at a place: its value, and the place after it. */
export function number(binary, at) {
  let value = 0;
  for (let i = at, factor = 1; ; i++, factor *= 128) {
    value += (binary[i] & 127) * factor;
    if (binary[i] < 128) return [value, i + 1];
  }
}

const skip = (count) => (binary, at) => {
  let next = at;
  for (let i = 0; i < count; i++) [, next] = number(binary, next);
  return next;
};
const bytes = (count) => (_, at) => at + count;
const none = bytes(0);
const memory = skip(2);
const lane = (binary, at) => memory(binary, at) + 1;

/** Of a br_table: as many labels as it says, and one. */
function labels(binary, at) {
  const [count, next] = number(binary, at);
  return skip(count + 1)(binary, next);
}

/** [first opcode, last, what follows it, operands, results]; without operands: control, after which nothing is known. */
const PLAIN = [
  [0x00, 0x01, none],
  [0x02, 0x04, bytes(1)],
  [0x05, 0x05, none],
  [0x0b, 0x0b, none],
  [0x0c, 0x0d, skip(1)],
  [0x0e, 0x0e, labels],
  [0x0f, 0x0f, none],
  [0x10, 0x10, skip(1)],
  [0x11, 0x11, skip(2)],
  [0x1a, 0x1a, none, 1, 0],
  [0x1b, 0x1b, none, 3, 1],
  [0x20, 0x20, skip(1), 0, 1],
  [0x21, 0x21, skip(1), 1, 0],
  [0x22, 0x22, skip(1), 1, 1],
  [0x23, 0x23, skip(1), 0, 1],
  [0x24, 0x24, skip(1), 1, 0],
  [0x28, 0x35, memory, 1, 1],
  [0x36, 0x3e, memory, 2, 0],
  [0x41, 0x42, skip(1), 0, 1],
  [0x43, 0x43, bytes(4), 0, 1],
  [0x44, 0x44, bytes(8), 0, 1],
  [0x45, 0x45, none, 1, 1],
  [0x46, 0x4f, none, 2, 1],
  [0x50, 0x50, none, 1, 1],
  [0x51, 0x66, none, 2, 1],
  [0x67, 0x69, none, 1, 1],
  [0x6a, 0x78, none, 2, 1],
  [0x79, 0x7b, none, 1, 1],
  [0x7c, 0x8a, none, 2, 1],
  [0x8b, 0x91, none, 1, 1],
  [0x92, 0x98, none, 2, 1],
  [0x99, 0x9f, none, 1, 1],
  [0xa0, 0xa6, none, 2, 1],
  [0xa7, 0xc4, none, 1, 1],
];

/** After 0xfc: saturating conversions, and the copying and filling of memory. */
const BULK = [
  [0x00, 0x07, none, 1, 1],
  [0x0a, 0x0a, bytes(2), 3, 0],
  [0x0b, 0x0b, bytes(1), 3, 0],
];

/** After 0xfd: vectors. What is not listed takes two and gives one. */
const SIMD = [
  [0x00, 0x0a, memory, 1, 1],
  [0x0b, 0x0b, memory, 2, 0],
  [0x0c, 0x0c, bytes(16), 0, 1],
  [0x0d, 0x0d, bytes(16), 2, 1],
  [0x0f, 0x14, none, 1, 1],
  ...[0x15, 0x16, 0x18, 0x19, 0x1b, 0x1d, 0x1f, 0x21].map((i) => [i, i, bytes(1), 1, 1]),
  [0x17, 0x22, bytes(1), 2, 1],
  [0x4d, 0x4d, none, 1, 1],
  [0x52, 0x52, none, 3, 1],
  [0x53, 0x53, none, 1, 1],
  [0x54, 0x57, lane, 2, 1],
  [0x58, 0x5b, lane, 2, 0],
  [0x5c, 0x5d, memory, 1, 1],
  [0x5e, 0x64, none, 1, 1],
  [0x67, 0x6a, none, 1, 1],
  [0x74, 0x75, none, 1, 1],
  [0x7a, 0x7a, none, 1, 1],
  [0x7c, 0x81, none, 1, 1],
  [0x83, 0x84, none, 1, 1],
  [0x87, 0x8a, none, 1, 1],
  [0x94, 0x94, none, 1, 1],
  ...[0xa0, 0xa1, 0xa3, 0xa4].map((i) => [i, i, none, 1, 1]),
  [0xa7, 0xaa, none, 1, 1],
  ...[0xc0, 0xc1, 0xc3, 0xc4].map((i) => [i, i, none, 1, 1]),
  [0xc7, 0xca, none, 1, 1],
  ...[0xe0, 0xe1, 0xe3, 0xec, 0xed, 0xef].map((i) => [i, i, none, 1, 1]),
  [0xf8, 0xff, none, 1, 1],
  [0x0e, 0xf7, none, 2, 1],
];

/** The instruction at a place: its opcode with its prefix (0xfde4 for instance), its effect on the stack, and its end. */
export function instructionAt(binary, at) {
  const prefix = binary[at];
  const table = prefix === 0xfd ? SIMD : prefix === 0xfc ? BULK : PLAIN;
  const [opcode, after] = table === PLAIN ? [prefix, at + 1] : number(binary, at + 1);
  const row = table.find(([first, last]) => first <= opcode && opcode <= last);
  if (row === undefined) throw new Error(`Unknown instruction ${prefix} ${opcode} at ${at}.`);
  const [, , immediates, operands, results] = row;
  const code = table === PLAIN ? opcode : prefix * 256 + opcode;
  return { code, operands, results, end: immediates(binary, after) };
}
