import type { Tensor } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { orderTape } from "./order-tape.js";
import type { TapeNode } from "./tape-node.js";

const tensor = (id: number): Tensor => ({ id }) as Tensor;
const node = (id: number, outputs: Array<Tensor>, saved: Array<Tensor> = []): TapeNode => ({
  id,
  kernelName: `kernel${id}`,
  inputs: {},
  outputs,
  saved: saved as never,
});

it("An operation moves before its saved clones; all others keep their place.", () => {
  const [a, b, c] = [tensor(1), tensor(2), tensor(3)];
  const tape = [
    node(0, [tensor(0)]),
    node(1, [a]),
    node(2, [b]),
    node(3, [tensor(4)], [a, b]),
    node(4, [c]),
    node(5, [tensor(5)], [c]),
    node(6, [tensor(6)]),
  ];
  orderTape(tape);
  expect(tape.map(({ id }) => id)).toEqual([0, 3, 1, 2, 5, 4, 6]);
});

it("An operation that saved other tensors than clones keeps its place.", () => {
  const token = tensor(9);
  const tape = [node(0, [tensor(0)]), node(1, [tensor(1)], [token])];
  orderTape(tape);
  expect(tape.map(({ id }) => id)).toEqual([0, 1]);
});
