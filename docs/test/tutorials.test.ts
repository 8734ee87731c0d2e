import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { controls, pictures } from "../site/node/live.js";

const root = new URL("../../", import.meta.url);
const folder = new URL("../tutorials/code/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
/** Each with the box "Compiled", and those that have it also without. */
const runs = names.flatMap((name) => {
  const hasBox = readFileSync(new URL(name, folder), "utf8").includes("controls.compiled");
  return (hasBox ? [true, false] : [true]).map((compiled) => ({ name, compiled }));
});

beforeAll(async () => {
  await useWasm();
});
beforeEach(() => {
  pictures.clear();
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

describe.each(runs)(
  "The code of the tutorial $name, compiled: $compiled,",
  ({ name, compiled }) => {
    // Here every loop has two iterations; in the page it has all of them.
    test("runs, and draws finite numbers.", async () => {
      controls.compiled = compiled;
      // Modules run once: each choice imports one of its own.
      await import(`${fileURLToPath(new URL(name, folder))}?compiled=${compiled}`);
      expect(pictures.size).toBeGreaterThan(1);
      for (const picture of pictures.values()) {
        const rows =
          picture.kind === "heat"
            ? picture.rows
            : Object.values(picture.curves).flatMap(({ line = [], points = [] }) => [
                ...line,
                ...points,
              ]);
        expect(rows.length).toBeGreaterThan(0);
        expect(rows.flat().every(Number.isFinite)).toBe(true);
      }
    });
  },
);

test("The code of all tutorials is free of type errors.", async () => {
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));
  const check = promisify(execFile)(process.execPath, [tsc, "-p", fileURLToPath(folder)]);
  const { stdout } = await check.catch((error: { stdout: string }) => error);
  // JavaScript has no "!" for what cannot be null: the loss that minimize returns, and the events of a solve with events.
  const errors = stdout.split("\n").filter((line) => /error (?!TS1804[78])/.test(line));
  expect(errors).toEqual([]);
});
