import { networkComputations } from "../cases/network-computations.js";
import type { NetworkSize } from "../cases/sizes.js";
import { disposeAll } from "../cases/time-calls.js";
import { nodeEngines } from "../engines/node-engine.js";
import { quantile } from "../timing/quantile.js";

/** Calls of which the median counts. */
const CALLS = 5;

/** Activates the engine, among those named, with the fastest vector–Jacobian product of a network. */
export async function useFastestEngine(
  names: ReadonlyArray<string>,
  size: NetworkSize,
): Promise<string> {
  let fastest: { readonly name: string; readonly milliseconds: number } | undefined;
  for (const name of names) {
    await activate(name);
    const milliseconds = timeOfVjp(size);
    if (fastest === undefined || milliseconds < fastest.milliseconds)
      fastest = { name, milliseconds };
  }
  if (fastest === undefined) throw new Error("No engine is named.");
  await activate(fastest.name);
  return fastest.name;
}

async function activate(name: string): Promise<void> {
  const engine = nodeEngines[name];
  if (engine === undefined) throw new Error(`There is no engine ${name} in Node.`);
  await engine(false);
}

function timeOfVjp(size: NetworkSize): number {
  const { compute } = networkComputations(size).vjp();
  const times = Array.from({ length: 1 + CALLS }, () => {
    const start = performance.now();
    disposeAll(compute() as Exclude<ReturnType<typeof compute>, Promise<unknown>>);
    return performance.now() - start;
  });
  // The first one compiles.
  return quantile(times.slice(1), 0.5);
}
