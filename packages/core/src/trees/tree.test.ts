import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidStateError } from "../errors/plain-errors.js";
import {
  describeStructure,
  flattenTree,
  type Structure,
  sameStructure,
  type Tree,
  unflattenTree,
} from "./tree.js";

const isNumber = (value: unknown): value is number => typeof value === "number";
const flatten = (tree: Tree<number>) => flattenTree(tree, isNumber);

/** Trees up to three levels deep with numbered leaves, to test their order. */
const trees: fc.Arbitrary<Tree<number>> = fc
  .letrec<{ tree: Tree<null> }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constant(null),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("q", "p", "velocity", "1", "0"), tie("tree"), { maxKeys: 3 }),
    ),
  }))
  .tree.map((shape) => {
    let next = 0;
    const number = (part: Tree<null>): Tree<number> => {
      if (part === null) return next++;
      if (Array.isArray(part)) return part.map(number);
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, number(item)]));
    };
    return number(shape);
  });

test("A tree can be rebuilt from its leaves and its structure.", () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const { leaves, structure } = flatten(tree);
      expect(unflattenTree(structure, leaves)).toEqual(tree);
    }),
    { seed: 42 },
  );
});

test("Leaves come depth first, records in the order of their keys.", () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const { leaves } = flatten(tree);
      expect(leaves).toEqual(leaves.map((_, i) => i));
    }),
    { seed: 42 },
  );
  expect(flatten({ q: 1, p: [2, { z: 3, a: 4 }] }).leaves).toEqual([1, 2, 3, 4]);
});

test("A tree can be rebuilt with other leaves.", () => {
  const { structure } = flatten([1, { q: 2, p: [3] }]);
  expect(unflattenTree(structure, ["a", "b", "c"])).toEqual(["a", { q: "b", p: ["c"] }]);
});

test("A tree that is a single array has that one leaf.", () => {
  const { leaves, structure } = flatten(7);
  expect(leaves).toEqual([7]);
  expect(unflattenTree(structure, ["x"])).toBe("x");
});

test("A structure is shown as in code.", () => {
  const shown = (tree: Tree<number>) => describeStructure(flatten(tree).structure);
  expect(shown(1)).toBe("*");
  expect(shown([1, 2])).toBe("[*, *]");
  expect(shown({ q: 1, p: [2, 3] })).toBe("{q: *, p: [*, *]}");
  expect(shown([])).toBe("[]");
  expect(shown({})).toBe("{}");
});

test("Two trees have the same structure if and only if they differ only in their leaves.", () => {
  const structureOf = (tree: Tree<number>) => flatten(tree).structure;
  fc.assert(
    fc.property(trees, trees, (one, other) => {
      const [a, b] = [structureOf(one), structureOf(other)];
      expect(sameStructure(a, b)).toBe(equalStructures(a, b));
      expect(sameStructure(a, structureOf(unflattenTree(a, flatten(one).leaves)))).toBe(true);
    }),
    { seed: 42, numRuns: 300 },
  );
  expect(sameStructure(structureOf({ q: 1, p: 2 }), structureOf({ p: 1, q: 2 }))).toBe(false);
  expect(sameStructure(structureOf([1]), structureOf(1))).toBe(false);
  expect(sameStructure(structureOf([1, 2]), structureOf([1, 2, 3]))).toBe(false);
});

test.each([
  ["a string", [1, "two"], "y0[1]", '"two"'],
  ["null in a record", { q: 1, p: { z: null } }, "y0.p.z", "null"],
  ["an instance of a class", { q: new Date(0) }, "y0.q", "Date"],
  ["undefined", undefined, "y0", "undefined"],
])("What is no tree, %s, is an error that names the place.", (_, tree, place, shown) => {
  const error = caught(() => flatten(tree as unknown as Tree<number>));
  expect(error).toBeInstanceOf(InvalidStateError);
  expect(error).toMatchObject({ code: "INVALID_STATE", argument: place });
  expect((error as Error).message).toContain(`${place} is neither an array of the backend`);
  expect((error as Error).message).toContain(`(got ${shown})`);
});

test("The argument's name can be chosen.", () => {
  const parameters = [1, true] as unknown as Tree<number>;
  expect(() => flattenTree(parameters, isNumber, "parameters")).toThrow(/^parameters\[1\] /);
});

test("A record without prototype is a record.", () => {
  const bare = Object.assign(Object.create(null), { q: 1 }) as Tree<number>;
  expect(flatten(bare).structure).toEqual(flatten({ q: 1 }).structure);
});

function equalStructures(a: Structure, b: Structure): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function caught(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("keys that look like a structure are distinguished from one", () => {
  const structureOf = (tree: Tree<number>) =>
    flattenTree(tree, (value): value is number => typeof value === "number").structure;
  expect(sameStructure(structureOf({ "a: *, b": 1 }), structureOf({ a: 1, b: 2 }))).toBe(false);
});

test("Circular and very deep values are errors that name the position.", () => {
  const loop: Array<unknown> = [1];
  loop.push(loop);
  const record: Record<string, unknown> = { q: 1 };
  record.self = record;
  let deep: unknown = 1;
  for (let i = 0; i < 1e6; i++) deep = [deep];
  for (const [tree, place] of [
    [loop, "y0[1][1]"],
    [[loop, loop], "y0[0][1]"],
    [record, "y0.self.self"],
    [deep, "y0[0][0]"],
  ] as const) {
    const error = caught(() => flatten(tree as unknown as Tree<number>));
    expect(error).toBeInstanceOf(InvalidStateError);
    expect((error as InvalidStateError).argument.startsWith(place)).toBe(true);
    expect((error as Error).message).toContain("is nested more than 256 deep, or is circular");
  }
});

test("A few objects that refer to each other, with endless paths, are an error.", () => {
  let bushy: unknown = 1;
  for (let i = 0; i < 100; i++) bushy = [bushy, bushy];
  expect(() => flatten(bushy as Tree<number>)).toThrow(/more than a million arrays/);
});

test("A hole in a list is an error, although forEach would skip it.", () => {
  // biome-ignore lint/suspicious/noSparseArray: it is what is tested
  const holes = [1, , 3] as unknown as Tree<number>;
  expect(() => flatten(holes)).toThrow(/^y0\[1\] is neither .*\(got undefined\)/);
});
