import { compiled as compiledFunction } from "@symplectic-adjoint/compile";
import { arrays, images } from "@symplectic-adjoint/compile/operations";
import { CompilationError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { float64, solve } from "symplectic-adjoint/float64";
import type { Precision } from "../host/precision.js";
import type { Program } from "../program/program.js";
import { MISSED, missing, Unsuitable, type Verdict } from "./check-program.js";
import { type Compiled, compile } from "./compile.js";
import { cotangentAt, type Expected, type ExpectedArray, expected } from "./expected.js";
import { adjoints, type Tree } from "./found.js";
import { spanOf, type Way, wayOf } from "./way.js";

/** Largest error, relative to the largest element or 1, of every value and every derivative. */
const TOLERANCE = 1e-10;

/** Kinks decide alike in double precision on both sides, but for rounding. */
const MARGIN = 1e-6;

/** IEEE double precision; what the host's own bounds of rounding are computed with. */
const double: Precision = {
  arithmetic: 2 ** -53,
  functions: 2 ** -50,
  sines: 2 ** -50,
  arcs: 2 ** -50,
};

type Doubles = Float64Array | ReadonlyArray<Doubles> | { readonly [key: string]: Doubles };
type Solve = (f: unknown, y0: Doubles, t: ReadonlyArray<number>, options: object) => Solved;

interface Solved {
  readonly ys: Doubles;
  readonly parameters: ReadonlyArray<Float64Array>;
  pullback(cotangents: Doubles): {
    readonly y0: Doubles;
    readonly parameters: ReadonlyArray<Float64Array>;
  };
  dispose(): void;
}

/**
 * Computes a program's state and gradients with f compiled in double precision, by both executors, and compares them with
 * the host's, which shares no code with them.
 *
 * @throws Unsuitable, or an error that says which gradient is wrong.
 */
export async function checkInDouble(program: Program): Promise<Verdict> {
  const way = wayOf(program.ways[0] ?? 0);
  const wanted = suitable(expected(program, way, double));
  const before = tf.memory().numTensors;
  const source = compile(program);
  let compared = 0;
  try {
    for (const executor of ["javascript", "wasm"] as const)
      compared += compare(program, solved(source, way, executor), wanted, executor);
  } catch (error) {
    const refused = error instanceof CompilationError ? refusalIn(error) : missing(error);
    if (refused === undefined) throw error;
    return { compared, refused: [refused] };
  } finally {
    source.dispose();
  }
  const left = tf.memory().numTensors - before;
  if (left !== 0) throw new Error(`${left} tensors are left`);
  return { compared, refused: [] };
}

interface Results {
  readonly ends: ReadonlyArray<Float64Array>;
  readonly y0: ReadonlyArray<Float64Array>;
  readonly weights: ReadonlyArray<Float64Array | undefined>;
}

function solved(
  { f, start, parameters }: Compiled,
  way: Way,
  executor: "javascript" | "wasm",
): Results {
  const values = parameters.map((tensor) => Float64Array.from(tensor.dataSync()));
  const g = compiledFunction(f as never, {
    precision: "float64",
    time: "tensor",
    stateShape: mapTree(start, ({ shape }) => shape) as never,
    parameters: new Map(parameters.map((tensor, i) => [tensor, values[i] as Float64Array])),
    executor,
    operations: [arrays, images],
  });
  const y0 = mapTree(start, (leaf) => Float64Array.from(leaf.dataSync())) as Doubles;
  const { method } = way;
  const adjoint = (adjoints[way.index] as (typeof adjoints)[number])();
  const options = { backend: float64, method, adjoint };
  const solution = (solve as unknown as Solve)(g, y0, spanOf(way), options);
  try {
    let position = 0;
    const cotangents = mapTree(start, ({ size }) => {
      const row = (shift: number) =>
        Array.from({ length: size }, (_, i) => cotangentAt(position + i + shift));
      const both = Float64Array.from([...row(0), ...row(1)]);
      position += size;
      return both;
    }) as Doubles;
    const pulled = solution.pullback(cotangents);
    return {
      ends: arraysOf(solution.ys).map((rows) => rows.subarray(rows.length / 2)),
      y0: arraysOf(pulled.y0),
      weights: values.map((value) => pulled.parameters[solution.parameters.indexOf(value)]),
    };
  } finally {
    solution.dispose();
  }
}

function compare(program: Program, results: Results, wanted: Expected, executor: string): number {
  for (const [i, end] of results.ends.entries())
    close(end, wanted.value[i], `${executor}: the state, array ${i},`);
  for (const [i, gradient] of results.y0.entries())
    close(gradient, wanted.y0[i], `${executor}: the gradient for y${i}`);
  for (const [i, gradient] of results.weights.entries()) {
    const numbers = wanted.weights[i]?.numbers ?? [];
    close(
      gradient ?? numbers.map(() => 0),
      wanted.weights[i],
      `${executor}: the gradient for ${program.weights[i]?.name}`,
    );
  }
  return results.y0.length + results.weights.length;
}

function close(found: ArrayLike<number>, wanted: ExpectedArray | undefined, what: string): void {
  const numbers = wanted?.numbers ?? [];
  if (found.length !== numbers.length) throw new Error(`${what} has ${found.length} elements`);
  const scale = Math.max(1, ...numbers.map(Math.abs));
  const error = Math.max(...numbers.map((number, i) => Math.abs(number - (found[i] as number))));
  if (error <= TOLERANCE * scale) return;
  const list = (all: ArrayLike<number>) => Array.from(all, (x) => x.toPrecision(15)).join(", ");
  throw new Error(
    `${what} is\n  ${list(found)} instead of\n  ${list(numbers)}: off by ${error} of ${scale}`,
  );
}

function suitable(wanted: Expected): Expected {
  if (wanted.margin < MARGIN) throw new Unsuitable("near a kink");
  if (!(wanted.missed < MISSED)) throw new Unsuitable("not to be integrated backward");
  for (const { numbers, bound } of [...wanted.value, ...wanted.y0, ...wanted.weights]) {
    const size = Math.max(1, ...numbers.map(Math.abs));
    // Where rounding alone may be as large as the tolerance, nothing can be told.
    if (!(size < 1e6) || bound > (TOLERANCE / 4) * size) throw new Unsuitable("too sensitive");
  }
  return wanted;
}

/** What cannot be compiled, as the error names it; undefined if it is refused for another reason. */
function refusalIn({ message }: CompilationError): string | undefined {
  if (message.startsWith("tf.customGrad ")) return "customGrad";
  const [, kernel] = /the operation (\w+)/.exec(message) ?? [];
  return kernel && `operation ${kernel}`;
}

type Mapped<T> = T | ReadonlyArray<Mapped<T>> | { readonly [key: string]: Mapped<T> };

function mapTree<T>(tree: Tree, f: (leaf: tf.Tensor) => T): Mapped<T> {
  if (tree instanceof tf.Tensor) return f(tree);
  if (Array.isArray(tree)) return tree.map((part: Tree) => mapTree(part, f));
  return Object.fromEntries(
    Object.entries(tree).map(([key, part]) => [key, mapTree(part as Tree, f)]),
  );
}

function arraysOf(tree: Doubles): ReadonlyArray<Float64Array> {
  return tree instanceof Float64Array ? [tree] : Object.values(tree as object).flatMap(arraysOf);
}
