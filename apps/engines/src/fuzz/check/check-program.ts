import * as tf from "@tensorflow/tfjs";
import { float32, type Precision } from "../host/precision.js";
import type { Program } from "../program/program.js";
import { type Compiled, compile } from "./compile.js";
import { type Expected, type ExpectedArray, expected } from "./expected.js";
import { found } from "./found.js";
import type { Found } from "./on-tape.js";
import { unrolled } from "./unrolled.js";
import { type Way, wayOf } from "./way.js";

/** The result of checking a program. */
export interface Verdict {
  /** Number of compared gradients. */
  readonly compared: number;
  /** Required kernels that the engine lacks, and required gradients that TensorFlow.js lacks. */
  readonly refused: ReadonlyArray<string>;
}

/** A program that cannot be compared: near a kink, or so sensitive that rounding alone could cause a wrong gradient. */
export class Unsuitable extends Error {}

/** The engine under test. */
export interface Site {
  readonly precision: Precision;
  readonly readsSynchronously: boolean;
  /** What is done to f before it is solved. Default: nothing. */
  prepared?(f: Compiled["f"]): Compiled["f"];
  /** Runs `body` on the unmodified engine cpu, if available. */
  onShippedCpu?(body: () => Promise<void>): Promise<void>;
}

/**
 * Computes the gradient of a program in all its ways, and compares each with that of the host; likewise for a loop of
 * operations on cpu if TensorFlow.js is correct for it.
 *
 * @throws Unsuitable, or an error that says which gradient is wrong.
 */
export async function checkProgram(program: Program, site: Site): Promise<Verdict> {
  const ways = distinct(program.ways.map((number) => possible(wayOf(number), site)));
  const wanted = ways.map((way) => suitable(expected(program, way, site.precision)));
  const refused: Array<string> = [];
  let compared = 0;
  const run = async (name: string, take: Take, way: Way, precision: Expected): Promise<void> => {
    try {
      compared += await compare(program, take, way, precision, name);
    } catch (error) {
      const what = missing(error);
      if (what === undefined) throw error;
      refused.push(what);
    }
  };
  const take: Take = (_program, compiled, way) =>
    found(program, { ...compiled, f: site.prepared?.(compiled.f) ?? compiled.f }, way);
  for (const [i, way] of ways.entries()) await run(way.title, take, way, wanted[i] as Expected);
  const [first] = ways as [Way];
  if (isRight(program) && first.name !== "odeintAdjoint") {
    await site.onShippedCpu?.(async () => {
      const refusals = refused.length;
      await run("operations on cpu", unrolled, first, expected(program, first, float32));
      refused.splice(refusals);
    });
  }
  return { compared, refused };
}

/**
 * Operations whose gradients are wrong in TensorFlow.js itself: wrong registered gradients, casts to integers, and
 * custom gradients that contain another gradient, which discards the tape.
 */
const WRONG = ["cumsum", "mirrorPad", "avgPool", "pool", "cast", "customGrad"];

/** Whether TensorFlow.js is correct for a program. Its nested gradients treat saved outputs as constants. */
function isRight({ nested, operations }: Program): boolean {
  return !nested && !WRONG.some((operation) => operations.includes(operation));
}

type Take = (program: Program, compiled: Compiled, way: Way) => Found | Promise<Found>;

/**
 * The continuous adjoint reads the error of the state, so an awaited solution of it cannot be differentiated on a tape.
 */
function possible(way: Way, { readsSynchronously }: Site): Way {
  const reads = way.name === "odeintAdjoint" && way.mode === "awaited, then on a tape";
  return reads && !readsSynchronously ? { ...way, mode: "awaited" } : way;
}

function distinct(ways: ReadonlyArray<Way>): ReadonlyArray<Way> {
  return ways.filter(({ title }, i) => ways.findIndex((other) => other.title === title) === i);
}

async function compare(
  program: Program,
  take: Take,
  way: Way,
  { value, y0, weights }: Expected,
  name: string,
): Promise<number> {
  // Given parameters that do not affect the result are refused.
  const depends = weights.some(({ numbers }) => numbers.some((number) => number !== 0));
  const before = tf.memory().numTensors;
  const compiled = compile(program);
  let count = 0;
  try {
    const { ys, gradients } = await take(program, compiled, {
      ...way,
      named: way.named && depends,
    });
    try {
      for (const [i, leaf] of ys.entries()) {
        const numbers = [...(await leaf.data())];
        const end = numbers.slice(numbers.length / 2);
        close(end, value[i] as ExpectedArray, `${name}: the state, array ${i},`);
      }
      for (const [i, gradient] of gradients.entries()) {
        const wanted = [...y0, ...weights][i] as ExpectedArray;
        const numbers =
          gradient === null ? wanted.numbers.map(() => 0) : [...(await gradient.data())];
        const of = i < y0.length ? `y${i}` : program.weights[i - y0.length]?.name;
        close(numbers, wanted, `${name}: the gradient for ${of}`);
      }
      count = gradients.length;
    } finally {
      tf.dispose([[...ys], gradients.filter((gradient) => gradient !== null)]);
    }
  } finally {
    compiled.dispose();
  }
  const left = tf.memory().numTensors - before;
  if (left !== 0) throw new Error(`${name}: ${left} tensors are left`);
  return count;
}

function close(
  numbers: ReadonlyArray<number>,
  { numbers: wanted, bound }: ExpectedArray,
  what: string,
): void {
  if (numbers.length !== wanted.length) throw new Error(`${what} has ${numbers.length} elements`);
  const error = Math.max(...numbers.map((number, i) => Math.abs(number - (wanted[i] as number))));
  if (error <= bound) return;
  const list = (all: ReadonlyArray<number>): string => all.map((x) => x.toPrecision(6)).join(", ");
  throw new Error(
    `${what} is\n  ${list(numbers)} instead of\n  ${list(wanted)}: off by ${error}, more than ${bound}`,
  );
}

/** Minimum distance from kinks at every stage. */
const MARGIN = 1e-3;
/** Maximum rounding error, relative to the gradient. */
const SENSITIVE = 0.02;
/** The continuous adjoint stops if the state deviates by a tenth, in a norm that is at most four times smaller. */
export const MISSED = 0.025;

function suitable(wanted: Expected): Expected {
  if (wanted.margin < MARGIN) throw new Unsuitable("near a kink");
  if (!(wanted.missed < MISSED)) throw new Unsuitable("not to be integrated backward");
  for (const { numbers, bound } of [...wanted.value, ...wanted.y0, ...wanted.weights]) {
    const size = Math.max(...numbers.map(Math.abs));
    if (!(size < 1e4) || bound > SENSITIVE * Math.max(size, 0.05))
      throw new Unsuitable("too sensitive");
  }
  return wanted;
}

const NO_KERNEL = /[Kk]ernel '?(\w+)'?(?: not registered for backend|, which the backend) '(\w+)'/;
const NO_GRADIENT = /operation (\w+) in f has no gradient|gradient function not found for (\w+)\./;

/** The missing kernel or gradient that an error names, if it is indeed missing. */
export function missing(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, kernel, engine] = NO_KERNEL.exec(error.message) ?? [];
  if (kernel !== undefined && engine !== undefined) {
    return tf.getKernel(kernel, engine) == null ? `kernel ${kernel}` : undefined;
  }
  const [, first, second] = NO_GRADIENT.exec(error.message) ?? [];
  const operation = first ?? second;
  if (operation === undefined || tf.getGradient(operation) != null) return undefined;
  return `gradient of ${operation}`;
}
