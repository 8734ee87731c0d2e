import type { Reading } from "@symplectic-adjoint/core";
import { afterEach, expect, test, vi } from "vitest";
import { runAsync } from "./run-async.js";

const reads = { read: async (scalar: string | number) => Number(scalar) };

afterEach(() => {
  vi.restoreAllMocks();
});

test("Every scalar is answered with what the backend reads.", async () => {
  function* sum(): Reading<number, string> {
    return (yield { scalar: "1" }) + (yield { scalar: "20" }) + (yield { scalar: 300 });
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
      yield { scalar: "bad" };
    } catch (error) {
      return [error, yield { scalar: "7" }];
    }
    return "not thrown";
  }
  await expect(runAsync(computation(), backend)).resolves.toEqual([new RangeError("bad"), 7]);
});

test("An error that the computation does not catch rejects, after it has cleaned up.", async () => {
  let cleaned = 0;
  function* computation(): Reading<void, string> {
    try {
      yield { scalar: "1" };
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

/** What happened, in order, and a backend whose reads are answered when the test says so. */
function slowEngine() {
  const log: Array<string> = [];
  const waiting = new Map<string, (value: number | Error) => void>();
  const read = (scalar: string | number): Promise<number> => {
    log.push(`read ${scalar}`);
    return new Promise((resolve, reject) => {
      waiting.set(String(scalar), (value) =>
        typeof value === "number" ? resolve(value) : reject(value),
      );
    });
  };
  const answer = async (scalar: string, value: number | Error) => {
    log.push(`answer ${scalar}`);
    waiting.get(scalar)?.(value);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { log, backend: { read }, answer };
}

test("What can be done meanwhile is done after the read began, and before its answer.", async () => {
  const { log, backend, answer } = slowEngine();
  function* computation(): Reading<number, string> {
    return yield { scalar: "a", whileWaiting: () => void log.push("meanwhile") };
  }
  const result = runAsync(computation(), backend);
  expect(log).toEqual(["read a", "meanwhile"]);
  await answer("a", 3);
  await expect(result).resolves.toBe(3);
  expect(log).toEqual(["read a", "meanwhile", "answer a"]);
});

test("What that throws is thrown into the computation, but not before the scalar was read.", async () => {
  const { log, backend, answer } = slowEngine();
  function* computation(): Reading<unknown, string> {
    try {
      const whileWaiting = () => {
        throw new RangeError("mine");
      };
      return yield { scalar: "a", whileWaiting };
    } catch (error) {
      log.push("thrown");
      return error;
    }
  }
  const result = runAsync(computation(), backend);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(log).toEqual(["read a"]);
  await answer("a", 3);
  await expect(result).resolves.toEqual(new RangeError("mine"));
  expect(log).toEqual(["read a", "answer a", "thrown"]);
});

test("Scalars that will soon be asked for are read together, each once.", async () => {
  const { log, backend, answer } = slowEngine();
  function* computation(): Reading<ReadonlyArray<number>, string> {
    const a = yield { scalar: "a", prefetch: ["b", 7] };
    const b = yield { scalar: "b" };
    return [a, b, yield { scalar: "b" }];
  }
  const result = runAsync(computation(), backend);
  expect(log).toEqual(["read a", "read b"]);
  await answer("b", 2);
  await answer("a", 1);
  // Not at once where others are given a turn first.
  const read = ["read a", "read b", "answer b", "answer a", "read b"];
  await expect.poll(() => log).toEqual(read);
  await answer("b", 3);
  await expect(result).resolves.toEqual([1, 2, 3]);
});

test("A read that fails although nobody asks for it any more is no unhandled rejection.", async () => {
  const { backend, answer } = slowEngine();
  const unhandled: Array<unknown> = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on("unhandledRejection", note);
  function* computation(): Reading<number, string> {
    return yield { scalar: "a", prefetch: ["b"] };
  }
  const result = runAsync(computation(), backend);
  await answer("b", new RangeError("lost"));
  await answer("a", 1);
  await expect(result).resolves.toBe(1);
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

test("It counts the scalars of the engine, and the time in which it could only wait for them.", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const backend = {
    async read(scalar: string | number): Promise<number> {
      await Promise.resolve();
      now += Number(scalar);
      return 0;
    },
  };
  const counts = { readbacks: 0, stalled: 0 };
  function* computation(): Reading<void, string> {
    yield { scalar: "5", counts };
    // Not what it did meanwhile.
    yield { scalar: "20", counts, whileWaiting: () => (now += 1000) };
    yield { scalar: 300, counts };
    yield undefined;
    yield { scalar: "4000" };
  }
  await runAsync(computation(), backend);
  expect(counts).toEqual({ readbacks: 2, stalled: 25 });
});

test("Without the host's fine clock it looks at the coarse one.", async () => {
  vi.stubGlobal("performance", undefined);
  const counts = { readbacks: 0, stalled: 0 };
  function* computation(): Reading<number, string> {
    return yield { scalar: "1", counts };
  }
  clock(3);
  await runAsync(computation(), reads);
  vi.unstubAllGlobals();
  expect(counts).toEqual({ readbacks: 1, stalled: 3 });
});
