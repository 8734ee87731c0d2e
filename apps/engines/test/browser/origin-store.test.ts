import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { originStore } from "@symplectic-adjoint/checkpoint-stores/browser";
import { compressed } from "@symplectic-adjoint/checkpoint-stores/compressed";
import { CheckpointError, SynchronousReadError } from "@symplectic-adjoint/core";
import { lotkaVolterra } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import {
  checkpointPerStep,
  float64,
  memoryStore,
  solve,
  solveAsync,
  symplecticAdjoint,
} from "symplectic-adjoint";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cdp } from "vitest/browser";

const problem = lotkaVolterra();
const cotangents = Float64Array.of(0, 0, 1, -0.5);
/** Large enough that pages are written and read again: a page has room for some thousand of these. */
const STEPS = 30_000;

const withStore = (store: ReturnType<typeof originStore>, strategy = symplecticAdjoint) => {
  const adjoint = strategy({ store });
  return { backend: float64, method: "rk4", stepsPerInterval: STEPS, adjoint } as const;
};

/** Names of what is stored: folders of the origin, and databases. */
async function stored(): Promise<ReadonlyArray<string>> {
  const names: Array<string> = [];
  for await (const name of (await directory()).keys()) names.push(name);
  for (const { name } of await indexedDB.databases()) names.push(name as string);
  return names;
}

const { getDirectory } = StorageManager.prototype;
const directory = () => getDirectory.call(navigator.storage);

/** Clearing takes a while after it was asked for. */
const expectNothingStored = () => expect.poll(stored).toEqual([]);

describe.each(["origin private file system", "IndexedDB"])("A store in the %s", (kind) => {
  beforeEach(() => {
    if (kind === "IndexedDB")
      vi.spyOn(StorageManager.prototype, "getDirectory").mockRejectedValue(
        new DOMException("not in this mode", "SecurityError"),
      );
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await expectNothingStored();
  });

  test.each([
    ["symplecticAdjoint", symplecticAdjoint],
    ["checkpointPerStep", checkpointPerStep],
  ])("gives %s the gradients of memoryStore, several times.", async (_, strategy) => {
    const expected = solve(problem, problem.y0, [0, 2], withStore(memoryStore, strategy)).pullback(
      cotangents,
    );
    for (const store of [originStore(), originStore({ codec: compressed() })]) {
      const options = withStore(store, strategy);
      const solution = await solveAsync(problem, problem.y0, [0, 2], options);
      expect(await stored()).toHaveLength(1);
      for (let i = 0; i < 2; i++)
        expect(await solution.pullbackAsync(cotangents)).toEqual(expected);
      solution.dispose();
      await expectNothingStored();
    }
  });

  test("keeps tensors as they are.", async () => {
    const engine = await useCpu();
    const weights = tf.randomNormal([128, 128], 0, 0.1, "float32", 3);
    const w = tf.variable(weights as tf.Tensor2D);
    const y0 = tf.randomNormal([600, 128], 0, 1, "float32", 4);
    const f = (_t: number, y: tf.Tensor) => tf.tanh(tf.matMul(y as tf.Tensor2D, w));
    const gradients = [];
    for (const store of [originStore(), memoryStore]) {
      const options = {
        method: "rk4",
        stepsPerInterval: 10,
        adjoint: symplecticAdjoint({ store }),
      } as const;
      const solution = await solveAsync(f, y0, [0, 1], options);
      const ones = tf.onesLike(solution.ys);
      const { y0: fromY0, parameters } = await solution.pullbackAsync(ones);
      gradients.push([fromY0, ...parameters].map((tensor) => tensor.dataSync().slice()));
      tf.dispose([ones, fromY0, ...parameters]);
      solution.dispose();
    }
    expect(gradients[0]).toEqual(gradients[1]);
    tf.dispose([weights, w, y0]);
    await engine.undo();
  });

  test("tells of a quota that is used up, with the step and what to do.", async () => {
    const restore = await (kind === "IndexedDB" ? failingPuts() : smallQuota());
    try {
      const solving = solveAsync(problem, problem.y0, [0, 2], withStore(originStore()));
      await expect(solving).rejects.toThrow(CheckpointError);
      await expect(solving).rejects.toThrow(
        /^The checkpoint of step \d+ in the store "origin storage" could not be written: the storage quota of this origin is used up\. Free storage of this origin/,
      );
    } finally {
      await restore();
    }
  });

  test("tells of what was deleted or changed meanwhile.", async () => {
    for (const change of [deletePages, truncatePages, flipBits]) {
      const solution = await solveAsync(problem, problem.y0, [0, 2], withStore(originStore()));
      const message = await change(kind);
      const pulling = solution.pullbackAsync(cotangents);
      await expect(pulling).rejects.toThrow(CheckpointError);
      await expect(pulling).rejects.toThrow(message);
      solution.dispose();
      await expectNothingStored();
    }
  });

  test("leaves nothing behind when f fails.", async () => {
    let calls = 0;
    const failing = {
      ...problem,
      evaluate(...args: Parameters<typeof problem.evaluate>) {
        if (++calls === 3 * STEPS) throw new Error("on purpose");
        problem.evaluate(...args);
      },
    };
    await expect(solveAsync(failing, problem.y0, [0, 2], withStore(originStore()))).rejects.toThrow(
      "on purpose",
    );
  });

  test("removes what a page left behind that was closed, and nothing of one that is open.", async () => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const inFrame = frame.contentWindow as Window & typeof globalThis;
    const running = await solveAsync(problem, problem.y0, [0, 2], withStore(originStore()));
    const [name] = await stored();
    expect(name).toMatch(/^symplectic-adjoint-checkpoints-/);
    // As a page leaves it that was closed: without a lock.
    const left = "symplectic-adjoint-checkpoints-left";
    if (kind === "IndexedDB") {
      await new Promise((resolve) => {
        const request = inFrame.indexedDB.open(left);
        request.onsuccess = () => {
          request.result.close();
          resolve(undefined);
        };
      });
    } else await (await directory()).getDirectoryHandle(left, { create: true });
    frame.remove();
    expect(await stored()).toHaveLength(2);
    const another = await solveAsync(problem, problem.y0, [0, 1], withStore(originStore()));
    const names = await stored();
    expect(names).toHaveLength(2);
    expect(names).toContain(name);
    expect(names).not.toContain(left);
    another.dispose();
    await running.pullbackAsync(cotangents);
    running.dispose();
  });
});

test("A synchronous solve is told to wait.", () => {
  const store = originStore();
  expect(() => solve(problem, problem.y0, [0, 2], withStore(store))).toThrow(SynchronousReadError);
});

/** Gives the origin less than the pages need. */
async function smallQuota(): Promise<() => Promise<unknown>> {
  const { origin } = location;
  const change = "Storage.overrideQuotaForOrigin";
  await cdp().send(change, { origin, quotaSize: 600_000 });
  return () => cdp().send(change, { origin });
}

/** Chromium does not hold databases of an anonymous profile to such a quota: the error is the test's. */
async function failingPuts(): Promise<() => void> {
  const { put } = IDBObjectStore.prototype;
  let puts = 0;
  const spy = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    if (++puts > 2) throw new DOMException("The quota is used up.", "QuotaExceededError");
    return put.apply(this, args);
  });
  return () => spy.mockRestore();
}

/** The pages that were written, through the interface of the browser. */
async function changePages(
  kind: string,
  change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined,
): Promise<void> {
  if (kind === "IndexedDB") {
    const [{ name = "" } = {}] = await indexedDB.databases();
    const database = await result(indexedDB.open(name));
    const rows = database.transaction("pages", "readwrite").objectStore("pages");
    for (const key of await result(rows.getAllKeys())) {
      const changed = change(await result(rows.get(key)));
      if (changed === undefined) await result(rows.delete(key));
      else await result(rows.put(changed, key));
    }
    database.close();
    return;
  }
  const [folder] = await listed((await directory()).values());
  const pages = folder as FileSystemDirectoryHandle;
  // While a file is being written, another one beside it has its new contents.
  const files = await vi.waitFor(async () => {
    const handles = await listed(pages.values());
    expect(handles.filter(({ name }) => !/^\d+$/.test(name))).toEqual([]);
    return handles as Array<FileSystemFileHandle>;
  }, 60_000);
  for (const handle of files) {
    const file = await handle.getFile();
    const changed = change(new Uint8Array(await file.arrayBuffer()));
    if (changed === undefined) await pages.removeEntry(handle.name);
    else {
      const writable = await handle.createWritable();
      await writable.write(changed);
      await writable.close();
    }
  }
}

async function listed<T>(items: AsyncIterable<T>): Promise<Array<T>> {
  const list: Array<T> = [];
  for await (const item of items) list.push(item);
  return list;
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function deletePages(kind: string): Promise<RegExp> {
  await changePages(kind, () => undefined);
  return /its file was deleted\. Do not clear the storage/;
}

async function truncatePages(kind: string): Promise<RegExp> {
  await changePages(kind, (bytes) => bytes.slice(0, 1000));
  return /its file was truncated\. Do not change the storage/;
}

async function flipBits(kind: string): Promise<RegExp> {
  await changePages(kind, (bytes) => {
    // Of all records; the last bit of a byte of the values.
    for (let i = 60; i < bytes.length; i += 64) bytes[i] = (bytes[i] as number) ^ 1;
    return bytes;
  });
  return /is corrupt: /;
}
