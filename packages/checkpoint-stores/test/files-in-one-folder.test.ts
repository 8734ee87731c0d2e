import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { atOnce, countingBackend } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { recordStore } from "../src/index.js";
import { fileStorage } from "../src/node/index.js";
import { openFilesIn, temporaryFolder } from "./support/temporary-folder.js";

const folder = temporaryFolder();
const UUID = "00000000-0000-4000-8000-000000000000";
const nameOf = (host: string, pid: number, start: string) =>
  `symplectic-adjoint-${host.replace(/[^A-Za-z0-9]/g, "_")}-${pid}-${start}-${UUID}.checkpoints`;

/** The number of a process that has ended. */
const ended = spawnSync(process.execPath, ["-e", ""]).pid;

test("Several stores in one folder do not disturb each other.", () => {
  const backend = countingBackend();
  const stores = [0, 1, 2].map(() => recordStore(backend, fileStorage({ folder })));
  const large = 40_000;
  for (const [i, store] of stores.entries())
    for (let step = 0; step < 3; step++)
      atOnce(
        store.put(step, [backend.fromHost(new Float64Array(large).fill(10 * i + step), [large])]),
      );
  expect(readdirSync(folder)).toHaveLength(3);
  stores[1]?.clear();
  for (const i of [0, 2])
    for (let step = 2; step >= 0; step--)
      expect(backend.read(atOnce((stores[i] as (typeof stores)[0]).get(step)))).toBe(10 * i + step);
  for (const store of stores) store.clear();
  expect(readdirSync(folder)).toEqual([]);
});

test("Files that dead processes of this host left are removed at the next start, and no others.", () => {
  const mine = "notes.txt";
  const left = nameOf(hostname(), ended, "0");
  const keep = [
    mine,
    nameOf(hostname(), process.pid, "0"),
    nameOf("another-host", ended, "0"),
    `${left}.copy`,
  ];
  for (const name of [left, ...keep]) writeFileSync(join(folder, name), "x");
  fileStorage({ folder });
  expect(readdirSync(folder).sort()).toEqual([...keep].sort());
});

test.runIf(existsSync("/proc/self/stat"))(
  "A number of a process that is in use again does not protect what its predecessor left.",
  () => {
    const left = nameOf(hostname(), process.pid, "1");
    writeFileSync(join(folder, left), "x");
    fileStorage({ folder });
    expect(readdirSync(folder)).not.toContain(left);
    // The one that exists has another start.
    expect(readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ")[19]).not.toBe("1");
  },
);

test("A file is created at the first record that does not fit into memory, and opened anew after clear.", async () => {
  const before = readdirSync(folder);
  const backend = countingBackend();
  const store = recordStore(backend, fileStorage({ folder }));
  expect(readdirSync(folder)).toEqual(before);
  for (let i = 0; i < 2; i++) {
    atOnce(store.put(0, backend.make(1)));
    expect(readdirSync(folder)).toHaveLength(before.length + 1);
    store.clear();
    expect(readdirSync(folder)).toEqual(before);
  }
  // Files that are being written are closed afterwards.
  await expect.poll(() => openFilesIn(folder)).toEqual([]);
});

test("A folder must exist.", () => {
  for (const wrong of [join(folder, "nowhere"), join(folder, "notes.txt"), "", 1, undefined]) {
    const make = () => fileStorage({ folder: wrong as string });
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(/^folder must be an existing folder/);
  }
});
