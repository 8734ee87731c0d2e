import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { pictures, shortened } from "../site/node/live.js";

const folder = new URL("../tutorials/code/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
beforeEach(() => {
  pictures.clear();
  vi.spyOn(console, "log").mockImplementation((...x) => process.env.LONG && process.stderr.write(x.join(" ") + "\n"));
  if (process.env.LONG) shortened.iterations = 10000;
  return tf.setBackend("cpu").then(()=>{});
});
describe.each(names)("The code of %s", (name) => {
  test("runs, and draws its pictures.", async () => {
    const t0 = performance.now();
    if (process.env.LONG) await (await import("@symplectic-adjoint/backend-wasm")).useWasm();
    await import(fileURLToPath(new URL(name, folder)));
    if (process.env.LONG) for (const [t, p] of pictures) process.stderr.write(name + " " + (performance.now()-t0).toFixed() + " " + t + " " + JSON.stringify((p as any).curves?.loss?.line?.filter((_: any, i: number, a: any) => i % 50 === 0 || i === a.length - 1).map(([a, b]: any) => [a, +b.toPrecision(3)])) + "\n");
    expect(pictures.size).toBeGreaterThan(0);
  });
});
