import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { solve } from "symplectic-adjoint/float64";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fitPelts, STEPS } from "../src/posterior/fit-pelts.js";
import { logLotkaVolterra } from "../src/posterior/log-lotka-volterra.js";
import { readPelts } from "../src/read-pelts.js";
import { startCommand } from "./support/start-command.js";
import { svgElements } from "./support/svg-elements.js";

const PATIENCE = 120_000;
const record = Float64Array.from(
  readPelts().flatMap(({ hare, lynx }) => [hare, lynx]),
  Math.log,
);
const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "posterior-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The command that `pnpm posterior` runs. */
const posterior = (out: string, ...options: ReadonlyArray<string>) =>
  startCommand(new URL("..", import.meta.url), "src/posterior/main.ts", ["--out", out, ...options]);

/** The fits on disk, in the order of their seeds. */
async function fitsIn(out: string, iterations: number): Promise<ReadonlyArray<string>> {
  const text = await readFile(join(out, `posterior-${iterations}.jsonl`), "utf8");
  const seed = (line: string) => (JSON.parse(line) as { seed: number }).seed;
  return text
    .trim()
    .split("\n")
    .sort((a, b) => seed(a) - seed(b));
}

test("The derivative written by hand is that of the equation.", () => {
  const theta = Float64Array.of(-0.6, -3.6, -0.2, -3.7);
  const y0 = Float64Array.of(3.4, 1.4);
  const end = (p: Float64Array, y: Float64Array) => {
    const { ys } = solve(logLotkaVolterra(p), y, [0, 3], { ...STEPS, differentiate: false });
    return (ys[2] as number) + 2 * (ys[3] as number);
  };
  const { y0: fromY0, parameters } = solve(logLotkaVolterra(theta), y0, [0, 3], STEPS).pullback(
    Float64Array.of(0, 0, 1, 2),
  );
  const difference = (values: Float64Array, i: number, at: (moved: Float64Array) => number) => {
    const moved = (by: number) => at(values.map((value, j) => (i === j ? value + by : value)));
    return (moved(1e-5) - moved(-1e-5)) / 2e-5;
  };
  theta.forEach((_, i) => {
    const found = parameters[0]?.[i] as number;
    expect(found).toBeCloseTo(
      difference(theta, i, (p) => end(p, y0)),
      6,
    );
  });
  y0.forEach((_, i) => {
    expect(fromY0[i]).toBeCloseTo(
      difference(y0, i, (y) => end(theta, y)),
      6,
    );
  });
});

test("Without noise the fit has the rates that are known for this record.", () => {
  const { rates, loss } = fitPelts(record, { seed: 0, iterations: 150 });
  // Carpenter (2018): 0.55, 0.028, 0.80, 0.024, give or take a tenth.
  const known = [0.55, 0.028, 0.8, 0.024];
  rates.forEach((rate, i) => {
    expect(Math.abs(rate / (known[i] as number) - 1)).toBeLessThan(0.15);
  });
  expect(loss).toBeLessThan(0.07);
});

test(
  "Threads find bitwise what the main thread finds, and show and write it.",
  async () => {
    const options = ["--members", "3", "--iterations", "5"];
    const alone = posterior(join(folder, "0"), ...options, "--threads", "0");
    expect(await alone.ended).toBe(0);
    const two = posterior(join(folder, "2"), ...options, "--threads", "2");
    expect(await two.ended).toBe(0);
    expect(two.output.stdout).toContain("fit 3/3");
    expect(two.output.stdout).toContain("3 fits in");
    const fits = await fitsIn(join(folder, "0"), 5);
    expect(fits).toHaveLength(3);
    expect(await fitsIn(join(folder, "2"), 5)).toEqual(fits);
    const svg = await readFile(join(folder, "2", "posterior.svg"), "utf8");
    expect(svgElements(svg).length).toBeGreaterThan(80);
  },
  PATIENCE,
);

test(
  "Ctrl-C ends a run with what there is, and the same command goes on from there.",
  async () => {
    const options = ["--members", "40", "--iterations", "4", "--threads", "1"];
    const { ended, interruptAt } = posterior(folder, ...options);
    interruptAt("fit 1/40");
    expect(await ended).toBe(0);
    const before = await fitsIn(folder, 4);
    expect(before.length).toBeLessThan(40);
    const again = posterior(folder, ...options);
    expect(await again.ended).toBe(0);
    expect(again.output.stdout).toContain(`Goes on after ${before.length} fits`);
    const after = await fitsIn(folder, 4);
    expect(after).toHaveLength(40);
    expect(after).toEqual(expect.arrayContaining([...before]));
  },
  PATIENCE,
);

test.runIf(hasRedis)(
  "Worker processes that take work from Redis find the same.",
  async () => {
    const options = ["--members", "3", "--iterations", "5"];
    const redis = await startRedis();
    try {
      const run = posterior(join(folder, "q"), ...options, "--redis", redis.url);
      expect(await run.ended).toBe(0);
    } finally {
      redis.process.kill("SIGKILL");
    }
    expect(await posterior(join(folder, "0"), ...options, "--threads", "0").ended).toBe(0);
    expect(await fitsIn(join(folder, "q"), 5)).toEqual(await fitsIn(join(folder, "0"), 5));
  },
  PATIENCE,
);

test("Invalid options print the usage and exit with 2.", async () => {
  const { output, ended } = posterior(folder, "--members", "many");
  expect(await ended).toBe(2);
  expect(output.stderr).toContain('--members must be an integer of at least 1, and is "many"');
  expect(output.stderr).toContain("Usage: pnpm posterior [options]");
});

/** A server on loopback that writes nothing. */
async function startRedis(): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk;
      if (text.includes("Ready to accept connections")) resolve();
    });
    child.once("exit", () => reject(new Error("redis-server ended while it started")));
  });
  return { url: `redis://127.0.0.1:${port}`, process: child };
}
