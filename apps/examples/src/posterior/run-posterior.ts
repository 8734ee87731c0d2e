import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensemble, PoolAbortedError } from "@symplectic-adjoint/parallel";
import { createProgress } from "../progress.js";
import { type PeltYear, readPelts } from "../read-pelts.js";
import { bandOf, bandsOf } from "./bands.js";
import { type FinishedFits, openFinishedFits } from "./finished-fits.js";
import type { PeltFit } from "./fit-pelts.js";
import { type OpenPool, openPool } from "./open-pool.js";
import { plotPosterior } from "./plot-posterior.js";
import type { PosteriorOptions } from "./posterior-options.js";

const RATES = ["α", "β", "γ", "δ"] as const;

/**
 * Fits all members that no earlier run has fitted, then shows and writes what there is. Returns the fits, in the order of
 * their seeds: bitwise the same for every pool and any number of workers.
 */
export async function runPosterior(
  options: PosteriorOptions,
  signal: AbortSignal,
): Promise<ReadonlyArray<PeltFit>> {
  const { members, iterations, out } = options;
  const pelts = readPelts();
  const finished = openFinishedFits(out, iterations);
  const seeds = Array.from({ length: members }, (_, seed) => seed);
  const missing = seeds.filter((seed) => !finished.before.has(seed));
  if (missing.length < members) console.log(`Goes on after ${members - missing.length} fits.`);

  const found = new Map(finished.before);
  if (missing.length > 0) await fitAll(missing, options, pelts, finished, found, signal);
  const fits = seeds.flatMap((seed) => found.get(seed) ?? []);
  if (fits.length > 0) await show(fits, pelts, out);
  return fits;
}

async function fitAll(
  seeds: ReadonlyArray<number>,
  options: PosteriorOptions,
  pelts: ReadonlyArray<PeltYear>,
  finished: FinishedFits,
  found: Map<number, PeltFit>,
  signal: AbortSignal,
): Promise<void> {
  const record = Float64Array.from(
    pelts.flatMap(({ hare, lynx }) => [hare, lynx]),
    Math.log,
  );
  const inputs = seeds.map((seed) => ({ seed, iterations: options.iterations }));
  const opened = openPool(options);
  const progress = createProgress(seeds.length, process.stdout, "fit");
  const begin = performance.now();
  let done = 0;
  try {
    const fits = ensemble<PeltFit>("fit", inputs, {
      pool: opened.pool,
      parameters: record,
      signal,
    });
    for await (const { index, status, value, error } of fits) {
      done++;
      if (status === "failure") {
        console.error(`Fit ${seeds[index]} failed: ${error.message}`);
        continue;
      }
      finished.add(value);
      found.set(value.seed, value);
      progress.update({ index: done, loss: value.loss, done: done / seeds.length });
    }
  } catch (error) {
    if (!(error instanceof PoolAbortedError)) throw error;
  } finally {
    progress.stop();
    await opened.close();
  }
  const seconds = (performance.now() - begin) / 1000;
  console.log(`${done} fits in ${seconds.toFixed(1)} s on ${nameOf(opened, options)}`);
}

function nameOf({ pool }: OpenPool, { threads, redis, workers }: PosteriorOptions): string {
  if (redis !== undefined) return `${pool.name}, with ${workers} worker processes of its own`;
  return threads === 0 ? "the main thread" : `${threads} threads`;
}

async function show(
  fits: ReadonlyArray<PeltFit>,
  pelts: ReadonlyArray<PeltYear>,
  folder: string,
): Promise<void> {
  console.log(`\nRates per year, of ${fits.length} fits: median (90 % of the fits)`);
  const rates = RATES.map((name, i) => {
    const band = bandOf(fits.map((fit) => fit.rates[i] as number));
    const [low, median, high] = [band.low, band.median, band.high].map((x) => x.toPrecision(3));
    console.log(`  ${name}  ${median}  (${low} – ${high})`);
    return { name, ...band };
  });
  const bands = bandsOf(fits, pelts.length - 1);
  await writeFile(join(folder, "posterior.svg"), plotPosterior(pelts, bands, fits));
  await writeFile(join(folder, "posterior.json"), `${JSON.stringify({ rates, bands }, null, 2)}\n`);
  console.log(`Wrote posterior.svg and posterior.json into ${folder}`);
}
