import type { Reading } from "@symplectic-adjoint/core";
import { afterEach, expect, test, vi } from "vitest";
import { runAsync } from "./run-async.js";

const reads = { read: async (scalar: string | number) => Number(scalar) };

afterEach(() => {
  vi.restoreAllMocks();
});

test("Every scalar is answered with what the backend reads.", async () => {
  function* sum(): Reading<number, string> {
    return (yield "1") + (yield "20") + (yield 300);
  }
  await expect(runAsync(sum(), reads)).resolves.toBe(321);
});

test("A read that fails is thrown into the computation, which may go on.", async () => {
  const backend = {
    async read(scalar: string | number): Promise<number> {
      if (scalar === "bad") throw new RangeError("bad");
      return Number(scalar);
    },
  };
  function* computation(): Reading<unknown, string> {
    try {
      yield "bad";
    } catch (error) {
      return [error, yield "7"];
    }
    return "not thrown";
  }
  await expect(runAsync(computation(), backend)).resolves.toEqual([new RangeError("bad"), 7]);
});

test("An error that the computation does not catch rejects, after it has cleaned up.", async () => {
  let cleaned = 0;
  function* computation(): Reading<void, string> {
    try {
      yield "1";
      throw new TypeError("mine");
    } finally {
      cleaned++;
    }
  }
  await expect(runAsync(computation(), reads)).rejects.toThrow(TypeError);
  const broken = {
    async read(): Promise<number> {
      throw new RangeError("lost");
    },
  };
  await expect(runAsync(computation(), broken)).rejects.toThrow(RangeError);
  expect(cleaned).toBe(2);
});

function* pauses(count: number): Reading<string, string> {
  for (let i = 0; i < count; i++) yield undefined;
  return "done";
}

/** A clock that goes on by so many milliseconds whenever it is looked at. */
function clock(milliseconds: number): void {
  let now = 0;
  vi.spyOn(Date, "now").mockImplementation(() => {
    now += milliseconds;
    return now;
  });
}

test("A computation that takes long lets other events be handled meanwhile.", async () => {
  clock(5);
  let fired = 0;
  const timer = setInterval(() => fired++, 0);
  await runAsync(pauses(2000), reads);
  clearInterval(timer);
  expect(fired).toBeGreaterThan(10);
});

test("It lets others run about every 12 ms, not more often.", async () => {
  // A look at the clock takes 5 ms, so every third pause is one of 15.
  clock(5);
  const timers = vi.spyOn(globalThis, "setTimeout");
  await runAsync(pauses(300), reads);
  expect(timers.mock.calls.length).toBeGreaterThan(50);
  expect(timers.mock.calls.length).toBeLessThanOrEqual(100);
});

test("One that takes less than 12 ms is not interrupted.", async () => {
  clock(0.005);
  let fired = false;
  const timer = setTimeout(() => {
    fired = true;
  }, 0);
  await runAsync(pauses(2000), reads);
  clearTimeout(timer);
  expect(fired).toBe(false);
});
