import {
  ensemble,
  type Pool,
  PoolAbortedError,
  PoolClosedError,
  parallelGradients,
  TaskFailedError,
  UnknownTaskError,
} from "@symplectic-adjoint/parallel";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** What every pool does, on the tasks of numbers-tasks.ts. */
export function describePool(name: string, open: () => Pool | Promise<Pool>): void {
  describe(name, () => {
    let pool: Pool;
    beforeAll(async () => {
      pool = await open();
    });
    afterAll(() => pool.close());

    test("runs a task and returns its value, arrays included.", async () => {
      const value = { list: [1, "two", null], array: Float64Array.of(0.1, -0, Number.NaN) };
      expect(await pool.run("echo", value)).toEqual(value);
    });

    test("gives published parameters to each task, and a copy to each.", async () => {
      const parameters = await pool.publish(Float64Array.of(1));
      const input = Float64Array.of(2);
      const sums = await Promise.all(
        [1, 2, 3, 4].map(() => pool.run("change", input, { parameters })),
      );
      expect(sums).toEqual([3, 3, 3, 3]);
      expect(input[0]).toBe(2);
      await parameters.release();
    });

    test("keeps two publications apart.", async () => {
      const two = await pool.publish({ factor: Float64Array.of(2) });
      const three = await pool.publish({ factor: Float64Array.of(3) });
      const runs = [two, three, two, three].map((parameters) =>
        pool.run("withParameters", 5, { parameters }),
      );
      expect(await Promise.all(runs)).toEqual([10, 15, 10, 15]);
      await two.release();
      expect(await pool.run("withParameters", 5, { parameters: three })).toBe(15);
      await expect(pool.run("withParameters", 5, { parameters: two })).rejects.toThrow(
        "were released",
      );
      await three.release();
    });

    test("sends parameters once, not with each task.", async () => {
      const before = { ...pool.traffic };
      const parameters = await pool.publish(new Float64Array(1000));
      await Promise.all([1, 2, 3, 4].map((n) => pool.run("echo", n, { parameters })));
      expect(pool.traffic.published - before.published).toBeLessThan(8200);
      expect(pool.traffic.sent - before.sent).toBeLessThan(4 * 100);
      expect(pool.traffic.calls - before.calls).toBe(4);
      await parameters.release();
    });

    test("reports the error of a task, and goes on.", async () => {
      const error = await pool.run("fail", null).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TaskFailedError);
      expect(error).toMatchObject({ taskErrorName: "RangeError", code: "TASK_FAILED" });
      expect((error as Error).message).toContain("threw RangeError: the loss is not finite");
      expect(await pool.run("echo", 1)).toBe(1);
    });

    test("reports what cannot travel back.", async () => {
      await expect(pool.run("refuse", null)).rejects.toThrow("The answer.output cannot travel");
    });

    test("names the tasks there are when one is unknown.", async () => {
      await expect(pool.run("ecko", 1)).rejects.toThrow(UnknownTaskError);
      await expect(pool.run("toString", 1)).rejects.toThrow(/Its tasks are echo,/);
    });

    test("stops waiting when the signal is aborted, and goes on with other work.", async () => {
      const controller = new AbortController();
      const waiting = pool.run("wait", 200, { signal: controller.signal });
      const next = pool.run("echo", "next");
      controller.abort();
      await expect(waiting).rejects.toThrow(PoolAbortedError);
      await expect(pool.run("echo", 1, { signal: controller.signal })).rejects.toThrow(
        PoolAbortedError,
      );
      expect(await next).toBe("next");
    });

    test("runs an ensemble, where a member that fails is an outcome.", async () => {
      const members = Array.from({ length: 20 }, (_, n) => ({ n, bad: 7 }));
      const progress: Array<number> = [];
      const outcomes = await ensemble<number>("failOn", members, {
        pool,
        onProgress: ({ done }) => progress.push(done),
      }).all();
      expect(outcomes.map(({ index }) => index)).toEqual(members.map(({ n }) => n));
      expect(progress).toEqual(members.map(({ n }) => n + 1));
      for (const { index, status, value, error } of outcomes) {
        expect(status).toBe(index === 7 ? "failure" : "success");
        if (index === 7) expect(error?.message).toContain("member 7 is bad");
        else expect(value).toBe(2 * index);
      }
    });

    test("leaves an ensemble in the middle, and goes on with other work.", async () => {
      let read = 0;
      function* endless() {
        for (;;) yield read++;
      }
      let seen = 0;
      for await (const { value } of ensemble<number>("echo", endless(), { pool })) {
        expect(value).toBeTypeOf("number");
        if (++seen === 10) break;
      }
      expect(read).toBeLessThanOrEqual(10 + pool.capacity);
      expect(await pool.run("echo", 1)).toBe(1);
    });

    test("adds the gradients of shards.", async () => {
      const w = Float64Array.of(0.5, -1, 2);
      const batch = Array.from({ length: 10 }, (_, i) => Float64Array.of(i, i * i, 1));
      const whole = await parallelGradients("squares", batch, { pool, parameters: w, shards: 1 });
      const sum = await parallelGradients("squares", batch, { pool, parameters: w, shards: 3 });
      expect(sum).toMatchObject({ samples: 10, shards: 3, loss: expect.closeTo(whole.loss, 9) });
      expect(sum.gradients).toEqual(whole.gradients);
    });
  });

  test(`${name}: closing ends what runs with an error, and everything after.`, async () => {
    const pool = await open();
    await pool.run("echo", 1);
    const parameters = await pool.publish(1);
    const waiting = pool.run("wait", 60_000).catch((error: unknown) => error);
    const closing = pool.close();
    expect(await waiting).toBeInstanceOf(PoolClosedError);
    await closing;
    await pool.close();
    await parameters.release();
    await expect(pool.run("echo", 1)).rejects.toThrow(PoolClosedError);
    await expect(pool.publish(1)).rejects.toThrow(PoolClosedError);
    await expect(ensemble("echo", [1], { pool }).all()).rejects.toThrow(PoolClosedError);
  });
}
