import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { tfjs } from "../tfjs-backend.js";
import { activeOperations, registerOperations } from "./engine-operations.js";
import { tensorOperations } from "./tensor-operations.js";

const dotOf = (value: number) => ({ dot: () => value });
const dot = () => tfjs.dot([], []);

beforeAll(() => tf.setBackend("cpu"));

describe("registerOperations", () => {
  it("makes the default backend use them while the engine is active; others remain ordinary", () => {
    const undo = registerOperations("cpu", dotOf(1));
    expect(dot()).toBe(1);
    expect(activeOperations().linearCombination).toBe(tensorOperations.linearCombination);
    undo();
    expect(dot()).toBe(0);
  });

  it("does not affect other engines", () => {
    const undo = registerOperations("another", dotOf(1));
    expect(dot()).toBe(0);
    undo();
  });

  it("unregisters the correct ones in any order, and allows repeated calls", () => {
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

  it("returns frozen operations", () => {
    const mine = dotOf(1);
    const undo = registerOperations("cpu", mine);
    mine.dot = () => 2;
    expect(dot()).toBe(1);
    expect(Object.isFrozen(activeOperations())).toBe(true);
    undo();
  });
});
