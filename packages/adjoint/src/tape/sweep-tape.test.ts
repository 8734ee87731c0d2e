import { newPassStatistics } from "@symplectic-adjoint/core";
import {
  accountingBackend,
  accountingDynamics,
  decay,
  watchedDynamics,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { gradientSink } from "../pullback/gradient-sink.js";
import { type SweepOptions, sweepTape } from "./sweep-tape.js";
import { newTape } from "./tape.js";

/** y' = a y, so that f's VJP multiplies by a, and its parameter's cotangent is y·g. */
const a = 3;

/**
 * The program k1 = f(y), x = y + 2·(k1/2), k2 = f(x), z = y + 1·(k1/4 + 5·k2) on a scalar, and an evaluation of f at z that
 * nothing uses.
 */
function setUp(onCall: () => void = () => {}) {
  const backend = accountingBackend();
  const func = decay({ y0: [2], parameters: [a] });
  const dynamics = watchedDynamics(accountingDynamics(backend, func), onCall);
  const problem = { backend, dynamics };
  const pass = newPassStatistics();
  const y0 = [backend.array(func.y0)];
  const tape = newTape(problem, newPassStatistics());
  const { begin, evaluate, linearCombination } = tape.operations;
  backend.openScope();
  const y = begin(y0);
  const k1 = evaluate(0, y);
  const x = linearCombination(y, 2, [0.5], [k1]);
  const k2 = evaluate(1, x);
  const z = linearCombination(y, 1, [0.25, 5], [k1, k2]);
  evaluate(2, z);
  backend.release(y.state);
  backend.closeScope([]);
  const sink = gradientSink(backend, y0, dynamics.parameters);
  const cotangent = (value: number) => [backend.array([value])];
  const options: SweepOptions<(typeof y0)[number]> = {
    backend,
    like: y0,
    wrt: [0],
    pass,
    sink,
    keep: false,
  };
  return { backend, tape, y, k1, x, k2, z, sink, pass, cotangent, options };
}

/** By hand: x = (1 + a) y, z = (1 + a/4 + 5 a (1 + a)) y, y = 2. */
const dzdy = 1 + a / 4 + 5 * a * (1 + a);
const dzda = 2 * (1 / 4 + 5 * (1 + a) + 5 * a);

test("The cotangent of a result goes back to the start and to the parameters.", () => {
  const { tape, z, sink, cotangent, options, pass } = setUp();
  sweepTape(tape, [{ id: z.id, cotangent: cotangent(10) }], options);
  expect(sink.lambda?.[0]?.values).toEqual([10 * dzdy]);
  expect(sink.theta?.[0]?.values).toEqual([10 * dzda]);
  expect(pass).toEqual({ ...newPassStatistics(), vjps: 2 });
});

test("Cotangents of several values add up, also those of one value, and of the start.", () => {
  const { tape, y, k2, x, z, sink, cotangent, options } = setUp();
  const seeds = [
    { id: z.id, cotangent: cotangent(6) },
    { id: z.id, cotangent: cotangent(4) },
    { id: x.id, cotangent: cotangent(1) },
    { id: k2.id, cotangent: cotangent(1) },
    { id: y.id, cotangent: cotangent(100) },
  ];
  sweepTape(tape, seeds, options);
  expect(sink.lambda?.[0]?.values).toEqual([10 * dzdy + (1 + a) + a * (1 + a) + 100]);
  expect(sink.theta?.[0]?.values).toEqual([10 * dzda + 2 + 2 * (1 + 2 * a)]);
});

test("Evaluations that nothing depends on cost no VJP.", () => {
  const { tape, x, cotangent, options, pass } = setUp();
  sweepTape(tape, [{ id: x.id, cotangent: cotangent(1) }], options);
  expect(pass.vjps).toBe(1);
});

test("A weight of zero is no dependence.", () => {
  const { tape, k2, x, cotangent, options, pass, sink } = setUp();
  tape.nodes.push({ kind: "combination", base: x.id, scale: 1, weights: [0], terms: [k2.id] });
  sweepTape(tape, [{ id: tape.nodes.length - 1, cotangent: cotangent(1) }], options);
  expect(pass.vjps).toBe(1);
  expect(sink.lambda?.[0]?.values).toEqual([1 + a]);
});

test("Without cotangents nothing happens to the sink.", () => {
  const { tape, sink, options, pass } = setUp();
  sweepTape(tape, [], options);
  expect(sink.survivors()).toEqual([]);
  expect(pass.vjps).toBe(0);
});

test("Parameters that are not wanted are not summed.", () => {
  const { tape, z, cotangent, options, backend } = setUp();
  const sink = gradientSink(backend, z.state, []);
  sweepTape(tape, [{ id: z.id, cotangent: cotangent(10) }], { ...options, wrt: [], sink });
  expect(sink.lambda?.[0]?.values).toEqual([10 * dzdy]);
  expect(sink.theta).toBeUndefined();
});

test.each([
  ["Records are freed as they are used", false],
  ["Records that are wanted again are kept", true],
])("%s, and all else but the gradient and the seeds is freed.", (_, keep) => {
  const { tape, z, cotangent, options, backend, sink } = setUp();
  const seeds = [{ id: z.id, cotangent: cotangent(10) }];
  const before = backend.live();
  sweepTape(tape, seeds, { ...options, keep });
  // Each of the three records is a copy of a state, and itself.
  expect(backend.live()).toBe(before + 2 - (keep ? 0 : 3 * 2));
  sink.release();
  tape.release();
  expect(backend.live()).toBe(before - 3 * 2);
  expect(seeds[0]?.cotangent[0]?.freed).toBe(false);
});

test("A second sweep over kept records gives the same.", () => {
  const { tape, z, cotangent, options, sink, backend } = setUp();
  const again = gradientSink(backend, z.state, z.state);
  const seeds = [{ id: z.id, cotangent: cotangent(10) }];
  sweepTape(tape, seeds, { ...options, keep: true });
  sweepTape(tape, seeds, { ...options, keep: true, sink: again });
  expect(again.lambda).toEqual(sink.lambda);
  expect(again.theta).toEqual(sink.theta);
});

test.each([1, 2])("When VJP %i throws, what the sweep made is freed.", (which) => {
  let calls = 0;
  const failAt = 3 + which;
  const { tape, z, cotangent, options, backend, sink } = setUp(() => {
    if (++calls === failAt) throw new RangeError("failed on purpose");
  });
  const seeds = [{ id: z.id, cotangent: cotangent(10) }];
  const before = backend.live();
  expect(() => sweepTape(tape, seeds, options)).toThrow(RangeError);
  sink.release();
  tape.release();
  expect(backend.live()).toBe(before - 3 * 2);
});
