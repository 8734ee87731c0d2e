import type { Reading } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { runSync } from "./run-sync.js";

const reads = { readSync: (scalar: string | number) => Number(scalar) };

test("Every scalar is answered with what the backend reads.", () => {
  function* sum(): Reading<number, string> {
    return (yield { scalar: "1" }) + (yield { scalar: "20" });
  }
  expect(runSync(sum(), reads)).toBe(21);
});

test("Numbers, and pauses, are answered without the backend.", () => {
  function* computation(): Reading<ReadonlyArray<number>, string> {
    const first = yield { scalar: 0.5 };
    yield undefined;
    return [first, yield { scalar: Number.NaN }];
  }
  const backend = {
    readSync(): number {
      throw new Error("There is nothing to read.");
    },
  };
  expect(runSync(computation(), backend)).toEqual([0.5, Number.NaN]);
});

test("A read that fails is thrown into the computation, which may go on.", () => {
  const backend = {
    readSync(scalar: string | number): number {
      if (scalar === "bad") throw new RangeError("bad");
      return Number(scalar);
    },
  };
  function* computation(): Reading<unknown, string> {
    try {
      yield { scalar: "bad" };
    } catch (error) {
      return [error, yield { scalar: "7" }];
    }
    return "not thrown";
  }
  expect(runSync(computation(), backend)).toEqual([new RangeError("bad"), 7]);
});

test("An error that the computation does not catch comes out, after it has cleaned up.", () => {
  let cleaned = 0;
  function* computation(): Reading<void, string> {
    try {
      yield { scalar: "1" };
      throw new TypeError("mine");
    } finally {
      cleaned++;
    }
  }
  expect(() => runSync(computation(), reads)).toThrow(TypeError);
  const broken = {
    readSync(): number {
      throw new RangeError("lost");
    },
  };
  expect(() => runSync(computation(), broken)).toThrow(RangeError);
  expect(cleaned).toBe(2);
});

test("It counts the scalars of the engine, does not wait, and does nothing meanwhile.", () => {
  const counts = { readbacks: 0, stalled: 0 };
  function* computation(): Reading<number, string> {
    const whileWaiting = () => {
      throw new Error("There is no meanwhile.");
    };
    yield { scalar: 1, counts, whileWaiting };
    yield { scalar: "2" };
    return yield { scalar: "3", counts, whileWaiting };
  }
  expect(runSync(computation(), reads)).toBe(3);
  expect(counts).toEqual({ readbacks: 1, stalled: 0 });
});
