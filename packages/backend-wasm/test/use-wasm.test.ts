import { createRequire } from "node:module";
import { dirname } from "node:path";
import {
  EngineUnavailableError,
  InvalidArgumentError,
  UnknownOptionError,
} from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test, vi } from "vitest";
import { useWasm } from "../src/index.js";
import { loadTfjsWasm } from "../src/load-tfjs-wasm.js";
import { kernelsOfWasm, operationsInUse, stopWasm } from "./engines.js";

const folder = `${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`;
vi.spyOn(console, "warn").mockImplementation(() => {});

beforeEach(async () => {
  await tf.setBackend("cpu");
  await stopWasm();
});

test("It makes the engine active and equips it; undoing puts back what was there.", async () => {
  const stock = kernelsOfWasm();
  const wasm = await useWasm();
  expect([tf.getBackend(), wasm.name, wasm.fused]).toEqual(["wasm", "wasm", true]);
  expect(operationsInUse()).toBe("ours");
  await wasm.undo();
  await wasm.undo();
  expect(tf.getBackend()).toBe("cpu");
  expect(kernelsOfWasm()).toEqual(stock);
  await tf.setBackend("wasm");
  expect(operationsInUse()).toBe("ordinary");
});

test("The engine can be made ready again after undoing.", async () => {
  await (await useWasm()).undo();
  const wasm = await useWasm();
  expect([wasm.fused, operationsInUse()]).toEqual([true, "ours"]);
  await wasm.undo();
});

test("Used twice, it stays equipped until it has been undone twice.", async () => {
  const first = await useWasm();
  const second = await useWasm();
  await first.undo();
  await tf.setBackend("wasm");
  expect(operationsInUse()).toBe("ours");
  await second.undo();
  await tf.setBackend("wasm");
  expect(operationsInUse()).toBe("ordinary");
});

test("An engine that was stopped and started again is equipped again; the old one can still be undone.", async () => {
  const old = await useWasm();
  operationsInUse();
  await tf.setBackend("cpu");
  await stopWasm();
  const wasm = await useWasm();
  expect(operationsInUse()).toBe("ours");
  await old.undo();
  await tf.setBackend("wasm");
  expect(operationsInUse()).toBe("ours");
  await wasm.undo();
});

test("Options are passed before the engine starts, and may be repeated unchanged.", async () => {
  const first = await useWasm({ wasmPaths: folder, threadsCount: 1 });
  const second = await useWasm({ wasmPaths: folder, threadsCount: 1 });
  await second.undo();
  await first.undo();
  const third = await useWasm({ wasmPaths: folder });
  expect(third.fused).toBe(true);
  await third.undo();
});

test("Options that come when the engine runs are refused, and change nothing.", async () => {
  const wasm = await useWasm();
  await tf.setBackend("cpu");
  const late = useWasm({ threadsCount: 2 });
  await expect(late).rejects.toThrow(InvalidArgumentError);
  await expect(late).rejects.toThrow(/threadsCount is too late.*before tf.setBackend/);
  await expect(useWasm({ wasmPaths: folder })).rejects.toThrow(/wasmPaths is too late/);
  expect(tf.getBackend()).toBe("cpu");
  await wasm.undo();
});

test("Options it does not have are refused before anything happens.", async () => {
  const unknown = { simd: true } as object;
  await expect(useWasm(unknown)).rejects.toThrow(UnknownOptionError);
  expect(tf.getBackend()).toBe("cpu");
});

test("Without the package of TensorFlow.js, the error names the package to install.", async () => {
  const cause = new Error("Cannot find package '@tensorflow/tfjs-backend-wasm'");
  const missing = loadTfjsWasm({}, () => Promise.reject(cause));
  await expect(missing).rejects.toThrow(EngineUnavailableError);
  await expect(missing).rejects.toMatchObject({
    message: expect.stringContaining("npm install @tensorflow/tfjs-backend-wasm"),
    cause,
  });
});
