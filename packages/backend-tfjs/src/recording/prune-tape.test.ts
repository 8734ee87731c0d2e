import type { DataType, Tensor } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import { pruneTape } from "./prune-tape.js";

const tensor = (id: number, dtype: DataType = "float32"): Tensor => ({ id, dtype }) as Tensor;

let nextId = 0;
const node = (inputs: Array<Tensor>, outputs: Array<Tensor>): TapeNode => ({
  id: nextId++,
  kernelName: "kernel",
  inputs: Object.fromEntries(inputs.entries()),
  outputs,
});

it("Pruning keeps the operations from the wanted tensors to the result, in order.", () => {
  const [x, w, a, b, c, result, aside] = [1, 2, 3, 4, 5, 6, 7].map((id) => tensor(id)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const tape = [
    node([w], [b]),
    node([x, w], [a]),
    node([x], [aside]),
    node([a, b], [c]),
    node([c], [result]),
  ];
  const kept = (from: Array<number>) => pruneTape(tape, from, [6]).map(({ id }) => id - nextId);
  expect(kept([1])).toEqual([-4, -2, -1]);
  expect(kept([1, 2])).toEqual([-5, -4, -2, -1]);
  expect(kept([7])).toEqual([]);
});

it("Pruned nodes have only those inputs that depend on the wanted tensors.", () => {
  const [x, w, a, result] = [1, 2, 3, 4].map((id) => tensor(id)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const tape = [node([x, w], [a]), node([w, a], [result])];
  const inputs = (from: Array<number>) =>
    pruneTape(tape, from, [4]).map((n) => Object.values(n.inputs).map(({ id }) => id));
  expect(inputs([1])).toEqual([[1], [3]]);
  expect(inputs([1, 2])).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(Object.keys(tape[0]?.inputs ?? {})).toEqual(["0", "1"]);
});

it("Booleans and integers end the path.", () => {
  const [x, mask, result] = [tensor(1), tensor(2, "bool"), tensor(3)];
  expect(pruneTape([node([x], [mask]), node([mask], [result])], [1], [3])).toEqual([]);
});

it("Optional inputs may be absent.", () => {
  const x = tensor(1);
  const tape = [node([null as unknown as Tensor, x], [tensor(2)])];
  expect(pruneTape(tape, [1], [2]).length).toBe(1);
});
