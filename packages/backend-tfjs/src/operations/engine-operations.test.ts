import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { tfjs } from "../tfjs-backend.js";
import { activeOperations, registerOperations } from "./engine-operations.js";
import { tensorOperations } from "./tensor-operations.js";

const dotOf = (value: number) => ({ dot: () => value });
const dot = () => tfjs.dot([], []);

beforeAll(() => tf.setBackend("cpu"));

describe("registerOperations", () => {
  it("lets the default backend use them while the engine is active, and leaves the rest ordinary", () => {
    const undo = registerOperations("cpu", dotOf(1));
    expect(dot()).toBe(1);
    expect(activeOperations().linearCombination).toBe(tensorOperations.linearCombination);
    undo();
    expect(dot()).toBe(0);
  });

  it("does not touch other engines", () => {
    const undo = registerOperations("another", dotOf(1));
    expect(dot()).toBe(0);
    undo();
  });

  it("takes away the right ones in whatever order, and twice does no harm", () => {
    const undoFirst = registerOperations("cpu", dotOf(1));
    const undoSecond = registerOperations("cpu", dotOf(2));
    const undoThird = registerOperations("cpu", dotOf(3));
    expect(dot()).toBe(3);
    undoSecond();
    expect(dot()).toBe(3);
    undoThird();
    undoThird();
    expect(dot()).toBe(1);
    undoFirst();
    undoFirst();
    expect(dot()).toBe(0);
  });

  it("hands out operations that nobody can change", () => {
    const mine = dotOf(1);
    const undo = registerOperations("cpu", mine);
    mine.dot = () => 2;
    expect(dot()).toBe(1);
    expect(Object.isFrozen(activeOperations())).toBe(true);
    undo();
  });
});
