import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { type Solution, solve, symplecticAdjoint, tfjs } from "symplectic-adjoint";
import { END } from "../cases/gradient-computation.js";
import { network } from "../cases/network.js";
import { disposeAll } from "../cases/time-calls.js";
import type { FirstSolve, FirstSolveCase } from "./first-solves.js";

// node first-solve-worker.js CASE REPETITIONS: prints what the first solves of as many compiled functions cost, the
// first of them in a fresh process.

const SIZE = { batch: 64, state: 2, width: 64 };
const LATER = 5;

const [name = "network", repetitions = "1"] = process.argv.slice(2);
let tracing = 0;
let loading = 0;

/** f, whose calls are counted as tracing: a compiled f is not called otherwise. */
function functionOf(which: FirstSolveCase): (t: number, y: tf.Tensor) => tf.Tensor {
  const f = which === "layers model" ? modelOf() : network(SIZE).f;
  return (t, y) =>
    timed(
      () => f(t, y),
      (milliseconds) => (tracing += milliseconds),
    );
}

function modelOf(): (t: number, y: tf.Tensor) => tf.Tensor {
  const model = tf.sequential();
  const { state, width } = SIZE;
  model.add(tf.layers.dense({ units: width, activation: "tanh", inputShape: [state] }));
  model.add(tf.layers.dense({ units: width, activation: "tanh" }));
  model.add(tf.layers.dense({ units: state }));
  return (_t, y) => model.apply(y) as tf.Tensor;
}

function timed<T>(body: () => T, add: (milliseconds: number) => void): T {
  const since = performance.now();
  try {
    return body();
  } finally {
    add(performance.now() - since);
  }
}

/** Counts what WebAssembly takes to compile the executor's module, once in a process, and to instantiate it. */
function watchWebAssembly(): void {
  type Made = new (...args: ReadonlyArray<never>) => object;
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Record<string, Made> };
  for (const each of ["Module", "Instance"]) {
    WebAssembly[each] = new Proxy(WebAssembly[each] as Made, {
      construct: (target, args) =>
        timed(
          () => Reflect.construct(target, args),
          (milliseconds) => {
            loading += milliseconds;
          },
        ),
    });
  }
}

function firstSolve(): FirstSolve {
  const f = functionOf(name as FirstSolveCase);
  const { y0, cotangent } = network(SIZE);
  const cotangents = tf.stack([tf.zerosLike(cotangent), cotangent]);
  const adjoint = symplecticAdjoint();
  const options = { backend: tfjs, adjoint, method: "rk4", stepsPerInterval: 1 } as const;
  tracing = 0;
  loading = 0;
  let traces = 0;
  let g: typeof f | undefined;
  const gradient = () => {
    g ??= compiled(f) as typeof f;
    const solution = solve(g, y0, [0, END], options) as Solution<tf.Tensor>;
    traces = (solution.stats.compiled as { readonly traces: number }).traces;
    const { y0: bar, parameters } = solution.pullback(cotangents);
    disposeAll([bar as tf.Tensor, ...parameters]);
    solution.dispose();
  };
  const total = (body: () => void): number => {
    let milliseconds = 0;
    timed(body, (each) => (milliseconds = each));
    return milliseconds;
  };
  const first = total(gradient);
  const later = Math.min(...Array.from({ length: LATER }, () => total(gradient)));
  const preparing = first - later;
  return { preparing, tracing, loading, planning: preparing - tracing - loading, traces };
}

watchWebAssembly();
await useCpu();
console.log(JSON.stringify(Array.from({ length: Number(repetitions) }, firstSolve)));
