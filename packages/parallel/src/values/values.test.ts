import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeValue } from "./decode-value.js";
import { encodeValue } from "./encode-value.js";
import type { TaskValue } from "./task-value.js";

const arrays: ReadonlyArray<fc.Arbitrary<TaskValue>> = [
  fc.float64Array(),
  fc.float32Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int8Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
] as ReadonlyArray<fc.Arbitrary<TaskValue>>;

const { tree } = fc.letrec<{ tree: TaskValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.string(),
    ...arrays,
    fc.array(tie("tree")),
    fc.dictionary(fc.string(), tie("tree")) as fc.Arbitrary<TaskValue>,
  ),
}));

test("A value is the same after it was encoded and decoded, at any offset in memory.", () => {
  fc.assert(
    fc.property(tree, fc.nat(7), (value, offset) => {
      const bytes = encodeValue(value);
      const moved = new Uint8Array(bytes.length + offset);
      moved.set(bytes, offset);
      const decoded = decodeValue(moved.subarray(offset));
      expect(decoded).toEqual(plain(value));
    }),
  );
});

/** Dictionaries of fast-check may lack a prototype. */
function plain(value: TaskValue): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, plain(item as TaskValue)]),
  );
}

test("Numbers that JSON lacks keep their bits.", () => {
  const value = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 0.1];
  const decoded = decodeValue(encodeValue(value)) as ReadonlyArray<number>;
  expect(decoded.every((number, i) => Object.is(number, value[i]))).toBe(true);
});

test("Arrays travel as their bytes: 8 for each double, and little else.", () => {
  const values = Float64Array.from({ length: 1000 }, () => Math.PI);
  expect(encodeValue({ values }).length).toBeLessThan(8000 + 100);
});

test("A name such as __proto__ is a name like any other.", () => {
  const value = JSON.parse('{"__proto__": {"polluted": true}}') as TaskValue;
  const decoded = decodeValue(encodeValue(value)) as object;
  expect(Object.keys(decoded)).toEqual(["__proto__"]);
  expect((decoded as { polluted?: unknown }).polluted).toBeUndefined();
});

test("What is decoded is a copy.", () => {
  const bytes = encodeValue(Float64Array.of(1, 2));
  (decodeValue(bytes) as Float64Array)[0] = 7;
  expect(decodeValue(bytes)).toEqual(Float64Array.of(1, 2));
});

test.each([
  ["a function", { fit: { loss: () => 0 } }, "input.fit.loss"],
  ["an instance of a class", [1, new Map()], "input[1]"],
  ["a bigint", { n: 1n }, "input.n"],
])("%s cannot travel, and the message says where it is.", (_, value, path) => {
  expect(() => encodeValue(value as unknown as TaskValue, "input")).toThrow(
    `${path} cannot travel`,
  );
});

test("A value that contains itself is refused; one that occurs twice is not.", () => {
  const list: Array<unknown> = [];
  list.push(list);
  expect(() => encodeValue(list as TaskValue, "input")).toThrow("input[0] contains itself");
  const shared = { x: 1 };
  expect(decodeValue(encodeValue([shared, shared]))).toEqual([{ x: 1 }, { x: 1 }]);
});

test("Bytes that are cut off or changed raise a RangeError or a SyntaxError, and read nothing outside.", () => {
  const bytes = encodeValue({ list: [1, "two"], values: Float64Array.of(1, 2, 3) });
  for (let length = 0; length < bytes.length; length++)
    expect(() => decodeValue(bytes.slice(0, length))).toThrow();
  const wrong = bytes.slice();
  wrong[0] = 0;
  expect(() => decodeValue(wrong)).toThrow(RangeError);
});
