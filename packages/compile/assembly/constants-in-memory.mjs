import { sections } from "@symplectic-adjoint/assembly/build";
import { instructionAt, number } from "./instructions.mjs";

/** Where the table of constants begins and must end: the compiler is told to place nothing before its end. */
const TABLE_BEGIN = 16;
export const TABLE_END = 1024;

const CODE = 10;
const DATA = 11;
const VECTOR_CONSTANT = 0xfd0c;

/** Loads of a number into all lanes, by the bytes of the number: the instruction, and its alignment as a power of two. */
const LOADS = new Map([
  [4, [0xfd, 0x09, 2]],
  [8, [0xfd, 0x0a, 3]],
]);

/**
 * The binary with its vector constants of equal numbers in a table in memory: a constant is a third as long as an operand
 * of a load, and engines load it faster than they make it.
 */
export function constantsInMemory(binary) {
  const { begin, end } = sections(binary).find(({ kind }) => kind === CODE);
  const table = newTable();
  let [count, at] = number(binary, begin);
  const code = leb128(count);
  while (at < end) {
    const [size, body] = number(binary, at);
    at = body + size;
    code.push(...sized(shorter(binary, body, at, table)));
  }
  const header = begin - leb128(end - begin).length - 1;
  return Uint8Array.from([
    ...binary.subarray(0, header),
    CODE,
    ...sized(code),
    DATA,
    ...sized([1, 0, 0x41, TABLE_BEGIN, 0x0b, ...sized(table.bytes)]),
    ...binary.subarray(end),
  ]);
}

/** The body of a function. */
function shorter(binary, begin, end, table) {
  let [groups, at] = number(binary, begin);
  for (; groups > 0; groups--) at = number(binary, at)[1] + 1;
  const body = [...binary.subarray(begin, at)];
  while (at < end) {
    const { code, end: next } = instructionAt(binary, at);
    const instruction = binary.subarray(at, next);
    body.push(...((code === VECTOR_CONSTANT && loadOf(instruction, table)) || instruction));
    at = next;
  }
  return body;
}

/** The load in place of a constant; undefined for one of different numbers, and for zeros, which are made at once. */
function loadOf(instruction, table) {
  const value = Buffer.from(instruction.subarray(2));
  if (value.every((byte) => byte === 0)) return undefined;
  for (const [size, load] of LOADS) {
    const one = value.subarray(0, size);
    if (value.equals(Buffer.alloc(16, one))) return [0x41, 0, ...load, ...leb128(table.place(one))];
  }
  return undefined;
}

/** Numbers, each once, at a multiple of its length. */
function newTable() {
  const places = new Map();
  const bytes = [];
  return {
    bytes,
    /** The address of a number. */
    place(one) {
      const key = one.toString("hex");
      if (!places.has(key)) {
        while (bytes.length % one.length !== 0) bytes.push(0);
        places.set(key, TABLE_BEGIN + bytes.length);
        bytes.push(...one);
        if (TABLE_BEGIN + bytes.length > TABLE_END)
          throw new Error("The table of constants needs more memory: raise TABLE_END.");
      }
      return places.get(key);
    },
  };
}

/** Bytes after their number. */
function sized(bytes) {
  return [...leb128(bytes.length), ...bytes];
}

/** A number in LEB128. */
function leb128(value) {
  if (value < 128) return [value];
  return [(value % 128) + 128, ...leb128(Math.floor(value / 128))];
}
