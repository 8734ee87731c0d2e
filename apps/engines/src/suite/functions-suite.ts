import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import {
  type Dynamics,
  type FunctionRequest,
  flattenTree,
  type StateFunction,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import {
  type TimedTensors,
  tensorTimed,
  timedProblem,
  timedSlices,
} from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { measureMemory, solveAsync } from "symplectic-adjoint";
import { solve } from "symplectic-adjoint/float64";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { dynamicsOf } from "./support/dynamics-of.js";
import { expectClose } from "./support/expect-close.js";
import { exactStrategies } from "./support/strategies.js";

const T = 0.8;
const Y = Float64Array.of(0.3, -1.1);

const FUNCTIONS = {
  f: [1.7, -0.7],
  save: [1.7, -0.7, 0.4],
  condition: [1.7],
  reset: [1.7, -0.7],
} as const;
type Name = keyof typeof FUNCTIONS;
const NAMES = Object.keys(FUNCTIONS) as ReadonlyArray<Name>;

/** f and other functions of time and state, with the time as a tensor, against double precision on the host. */
export function functionsSuite(engine: EngineUnderTest, inUse: () => EngineInUse): void {
  const { tolerance, functionTolerance = tolerance, sinTolerance = 0 } = engine;
  const closeness = { relative: 10 * functionTolerance, absolute: 4 * sinTolerance };

  describe("With the time as a tensor,", () => {
    test.each(NAMES)("the value and all cotangents of %s are right.", async (name) => {
      const { dynamics } = prepared(inUse());
      const y = tf.tensor1d([...Y]);
      const g = cotangentOf(name);
      const wrt = dynamics.parameters.map((_, i) => i);
      const expected = onHost(name);
      const pulled = partOf(dynamics, name).pullback(T, [y], [g], wrt, true);
      const [value] = partOf(dynamics, name).evaluate(T, [y]);
      await expectClose(value as tf.Tensor, expected.value, closeness, "the value");
      await expectClose(pulled.value[0] as tf.Tensor, expected.value, closeness, "the value");
      await expectClose(pulled.y[0] as tf.Tensor, expected.y, closeness, "the cotangent of y");
      for (const [i, [from, to]] of Object.values(timedSlices).entries()) {
        const what = `the cotangent of parameter ${i}`;
        const part = expected.parameters.subarray(from, to);
        await expectClose(pulled.parameters[i] as tf.Tensor, part, closeness, what);
      }
      await expectClose(pulled.t as tf.Tensor, [expected.t], closeness, "the cotangent of t");
    });

    test("a record gives the same cotangents as a pullback.", async () => {
      const { dynamics } = prepared(inUse());
      const [y, g] = [tf.tensor1d([...Y]), cotangentOf("f")];
      const recorded = dynamics.record(T, [y], true);
      const [once, twice] = [recorded.pullback([g], [0], true), recorded.pullback([g], [], true)];
      const pulled = dynamics.pullback(T, [y], [g], [0], true);
      for (const again of [once, twice]) {
        await expectClose(again.t as tf.Tensor, pulled.t as tf.Tensor, { relative: 0 });
        await expectClose(again.y[0] as tf.Tensor, pulled.y[0] as tf.Tensor, { relative: 0 });
      }
      recorded.release();
    });

    test("nothing is left.", async () => {
      const { dynamics } = prepared(inUse());
      const y = tf.tensor1d([...Y]);
      const body = async () => {
        for (const name of NAMES) {
          const part = partOf(dynamics, name);
          const g = cotangentOf(name);
          const { value, y: bar, parameters, t } = part.pullback(T, [y], [g], [1, 4], true);
          tf.dispose([g, ...value, ...bar, ...parameters, t as tf.Tensor]);
          tf.dispose([...part.evaluate(T, [y])]);
        }
        const recorded = dynamics.record(T, [y], true);
        tf.dispose([...recorded.value]);
        recorded.release();
      };
      const before = tf.memory().numTensors;
      const { remainingBytes, remainingBuffers } = await measureMemory(body);
      expect({
        tensors: tf.memory().numTensors - before,
        remainingBytes,
        remainingBuffers,
      }).toEqual({ tensors: 0, remainingBytes: 0, remainingBuffers: 0 });
    });
  });

  describe("With outputs within steps, an event that resets the state, and gradients for times,", () => {
    test.each(exactStrategies)("$name agrees with double precision.", async ({ adjoint }) => {
      const expected = solvedOnHost();
      const { parameters, functions } = timedTensors();
      const [y0, t] = [tf.tensor1d([...timedProblem().f.y0]), tf.tensor1d(TIMES)];
      const solution = await solveAsync(functions.f, y0, t, {
        ...OPTIONS,
        adjoint: adjoint(),
        time: "tensor",
        parameters: { ...parameters },
        save: functions.save,
        events: [{ condition: functions.condition, reset: functions.reset, direction: 1 }],
      });
      expect(solution.events?.which).toEqual(expected.which);
      const pulled = await solution.pullbackAsync(tf.tensor2d(WEIGHTS, [TIMES.length, 3]), {
        times: true,
        events: { times: tf.onesLike(solution.events?.times as tf.Tensor) },
      });
      const whole = { relative: 100 * functionTolerance, absolute: 40 * sinTolerance };
      await expectClose(solution.ys, expected.ys, whole, "the solution");
      await expectClose(pulled.y0, expected.y0, whole, "the gradient of y0");
      for (const [i, [from, to]] of Object.values(timedSlices).entries()) {
        const part = expected.parameters.subarray(from, to);
        const what = `the gradient of parameter ${i}`;
        await expectClose(pulled.parameters[i] as tf.Tensor, part, whole, what);
      }
      await expectClose(pulled.t as tf.Tensor, expected.t, whole, "the gradient of the times");
      solution.dispose();
    });
  });

  describe("With the time as a number, its cotangent", () => {
    const pullTime = (f: (t: number, y: tf.Tensor) => tf.Tensor) => {
      const y = tf.tensor1d([...Y]);
      return dynamicsOf(f, y, inUse().backend).pullback(T, [y], [y], [], true).t;
    };

    test("is 0 if it is not used.", () => {
      expect(pullTime((_, y) => tf.tanh(y))).toBe(0);
    });

    const uses: ReadonlyArray<readonly [string, (t: number, y: tf.Tensor) => tf.Tensor]> = [
      ["arithmetic", (t, y) => tf.mul(y, Math.sin(t))],
      ["an operation", (t, y) => tf.add(y, t)],
      ["a scalar", (t, y) => tf.mul(y, tf.scalar(t))],
      ["a list", (t, y) => tf.add(y, tf.tensor1d([t, 1]))],
      ["a filled tensor", (t, y) => tf.add(y, tf.fill([2], t))],
      ["an attribute", (t, y) => tf.leakyRelu(y, t)],
    ];
    test.each(uses)("is refused if it is used in %s.", (_, f) => {
      expect(() => pullTime(f)).toThrow(UnsupportedGradientError);
    });
  });
}

const TIMES = [0, 0.33, 0.34, 1.1, 2];
const WEIGHTS = TIMES.flatMap((_, row) => [1 - row / 3, 0.5, row / 2 - 1]);
const OPTIONS = { method: "rk4", stepSize: 0.25, interpolate: true } as const;

/** The solution and its gradients on the float64 backend. */
function solvedOnHost() {
  const { f, save, condition, reset } = timedProblem();
  const events = [{ condition, reset, direction: 1 }] as const;
  const solution = solve(f, f.y0, Float64Array.from(TIMES), { ...OPTIONS, save, events });
  const { times = new Float64Array(0), which } = solution.events ?? {};
  const { y0, parameters, t } = solution.pullback(Float64Array.from(WEIGHTS), {
    times: true,
    events: { times: times.map(() => 1) },
  });
  return {
    ys: solution.ys,
    which,
    y0,
    parameters: parameters[0] as Float64Array,
    t: t as Float64Array,
  };
}

/** The parameters as variables of the engine, in the order of `timedSlices`, and the functions of them. */
function timedTensors() {
  const { f } = timedProblem();
  const values = Object.entries(timedSlices).map(([name, [from, to]]) => {
    const part = [...f.parameters.subarray(from, to)];
    return [name, tf.variable(to - from === 1 ? tf.scalar(part[0] as number) : tf.tensor1d(part))];
  });
  const parameters = Object.fromEntries(values) as TimedTensors<tf.Tensor>;
  return { parameters, functions: tensorTimed<tf.Tensor>(tf, parameters) };
}

/** The functions on the engine, as dynamics. */
function prepared({ backend }: EngineInUse): { readonly dynamics: Dynamics<tf.Tensor> } {
  const { f } = timedProblem();
  const { parameters, functions } = timedTensors();
  const { leaves, structure } = flattenTree<tf.Tensor>(tf.tensor1d([...f.y0]), backend.isArray);
  const requests: ReadonlyArray<FunctionRequest> = [
    { name: "save", func: functions.save, returns: "tree" },
    { name: "events[0].condition", func: functions.condition, returns: "scalar" },
    { name: "events[0].reset", func: functions.reset, returns: "state" },
  ];
  const dynamics = backend.dynamics(functions.f as never, {
    t0: f.t0,
    y0: leaves,
    structure,
    parameters: { ...parameters },
    differentiate: true,
    time: "tensor",
    functions: requests,
  });
  return { dynamics };
}

function partOf(
  dynamics: Dynamics<tf.Tensor>,
  name: Name,
): Pick<StateFunction<tf.Tensor>, "evaluate" | "pullback"> {
  const i = NAMES.indexOf(name);
  return i === 0 ? dynamics : (dynamics.functions?.[i - 1] as StateFunction<tf.Tensor>);
}

function cotangentOf(name: Name): tf.Tensor {
  const g = FUNCTIONS[name];
  return name === "condition" ? tf.scalar(g[0]) : tf.tensor1d([...g]);
}

/** The value and all cotangents in double precision. */
function onHost(name: Name) {
  const { f, ...others } = timedProblem();
  const { parameters } = f;
  const g = Float64Array.from(FUNCTIONS[name]);
  const y = new Float64Array(2);
  const bars = new Float64Array(7);
  if (name === "f") {
    const value = new Float64Array(2);
    f.evaluate(T, Y, parameters, value);
    f.vjp(T, Y, parameters, g, y, bars);
    return { value, y, parameters: bars, t: f.timeVjp(T, Y, parameters, g) };
  }
  if (name === "condition") {
    const [seed] = FUNCTIONS[name];
    const { condition } = others;
    condition.vjp(T, Y, parameters, seed, y, bars);
    const value = [condition.evaluate(T, Y, parameters)];
    return { value, y, parameters: bars, t: condition.timeVjp(T, Y, parameters, seed) };
  }
  const func = others[name];
  func.vjp(T, Y, parameters, g, y, bars);
  const value = func.evaluate(T, Y, parameters);
  return { value, y, parameters: bars, t: func.timeVjp(T, Y, parameters, g) };
}
