import {
  type Interpolation,
  type State,
  type StepOutput,
  stageTime,
} from "@symplectic-adjoint/core";
import { interpolated, interpolatedDerivative } from "@symplectic-adjoint/solver";
import { reaches } from "../times/output-places.js";
import type { TimeLedger } from "../times/time-ledger.js";
import { pullSaved } from "./pull-saved.js";
import type { PullContext, StepWork } from "./step-work.js";
import type { StepValues } from "./within-port.js";

/** Whether an output is not the state at the end of its step. */
export function isWithin({ theta }: StepOutput): boolean {
  return theta !== 1;
}

/** Collects the cotangents of the outputs of a step, but for those that are the state at an event. */
export function pullOutputs<A>(context: PullContext<A>, work: StepWork<A>): void {
  const { cotangents, places } = context;
  const { outputs, cut } = work.step;
  /** Which of the output times of this step is the next one. */
  let place = 0;
  const timeIndex = () => places.firstOf(work.n) + place;
  for (const output of outputs) {
    const { index, theta } = output;
    if (cut?.outputs.includes(index)) continue;
    const cotangent = cotangents[index];
    if (theta === 1) {
      // Other ends of steps may be outputs too.
      const isOutputTime = reaches(work.step, context.problem.times[timeIndex()]);
      if (cotangent !== undefined)
        pullEnd(context, work, index, cotangent, isOutputTime ? timeIndex() : undefined);
      if (isOutputTime) place++;
      continue;
    }
    if (cotangent !== undefined) {
      if (typeof theta === "number") pullOne(context, work, index, theta, cotangent, timeIndex);
      else pullRows(context, work, theta, cotangent, timeIndex);
    }
    place += typeof theta === "number" ? 1 : theta.length;
  }
}

/**
 * An output at the end of the step. It moves with the end, or is read there at a time of its own, as after a step of length
 * zero: y + (t_out − end) f(end, y).
 *
 * @param timeIndex undefined if it is no output time.
 */
function pullEnd<A>(
  context: PullContext<A>,
  work: StepWork<A>,
  index: number,
  cotangent: State<A>,
  timeIndex: number | undefined,
): void {
  const { problem, ledger } = context;
  const { n, step, timeSink, end, made } = work;
  const isRead = isReadAtEnd(ledger, n, timeIndex);
  let state = cotangent;
  if (problem.save !== undefined) {
    const time = context.outputTimes[index] ?? step.end;
    const wantsTime = timeSink !== undefined || isRead;
    const { y, t } = pullSaved(context, time, endOf(context, work), cotangent, wantsTime);
    state = y;
    made.push(y);
    if (!isRead) timeSink?.add(0, 1, t);
    else if (ledger.wantsOutputs) ledger.addOutput(timeIndex as number, t);
  }
  end.push(state);
  if (!isRead) return;
  const { t, h, end: time } = step;
  const rate = rateAt(context, stageTime(t, h, time, 1), endOf(context, work), state);
  if (ledger.wantsOutputs) ledger.addOutput(timeIndex as number, rate);
  timeSink?.add(0, -1, rate);
}

/** Whether an output at the end of a step does not move with it, in a way that matters. */
export function isReadAtEnd<A>(
  ledger: TimeLedger<A>,
  n: number,
  timeIndex: number | undefined,
): boolean {
  if (timeIndex === undefined || ledger.movesEnd(n, timeIndex)) return false;
  return ledger.wantsOutputs || ledger.movesEnd(n);
}

/** ȳ·f(t, y). The open scope owns it. */
export function rateAt<A>(
  { problem: { backend, dynamics }, pass }: Pick<PullContext<A>, "problem" | "pass">,
  t: number,
  y: State<A>,
  cotangent: State<A>,
): A | number {
  pass.evaluations++;
  return backend.dot(cotangent, dynamics.evaluate(t, y));
}

function endOf<A>({ problem }: PullContext<A>, { step, values }: StepWork<A>): State<A> {
  const interpolation = problem.method.interpolation as Interpolation;
  return values?.next ?? interpolated(problem.backend, interpolation, step, values as never, 1);
}

/** A single output within the step, at a fixed time. */
function pullOne<A>(
  context: PullContext<A>,
  work: StepWork<A>,
  index: number,
  theta: number,
  cotangent: State<A>,
  timeIndex: () => number,
): void {
  const { problem, ledger } = context;
  const { backend, save, method } = problem;
  const interpolation = method.interpolation as Interpolation;
  const { step, values, builder } = work;
  let state = cotangent;
  if (save !== undefined) {
    const y = interpolated(backend, interpolation, step, values as never, theta);
    const time = context.outputTimes[index] ?? step.t + theta * step.h;
    const pulled = pullSaved(context, time, y, cotangent, ledger.wantsOutputs);
    state = pulled.y;
    if (ledger.wantsOutputs) ledger.addOutput(timeIndex(), pulled.t);
  }
  builder.add({ base: 1, weights: interpolation.weights(theta), cotangent: state });
  if (!ledger.wantsOutputs && work.timeSink === undefined) return;
  const rate = interpolatedDerivative(backend, interpolation, slopesOf(work), theta);
  moveOutput(context, work, theta, backend.dot(state, rate), timeIndex());
}

/** Several outputs within the step, as rows, each at a fixed time. */
function pullRows<A>(
  context: PullContext<A>,
  work: StepWork<A>,
  thetas: ReadonlyArray<number>,
  stacked: State<A>,
  timeIndex: () => number,
): void {
  const { problem, ledger } = context;
  const { backend, method } = problem;
  const interpolation = method.interpolation as Interpolation;
  work.builder.addRows(
    stacked,
    thetas.map((theta) => interpolation.weights(theta)),
  );
  if (!ledger.wantsOutputs && work.timeSink === undefined) return;
  const slopes = slopesOf(work);
  const rates = interpolatedDerivative(backend, interpolation, slopes, thetas);
  const rows = backend.unstack(stacked, thetas.length);
  const first = timeIndex();
  backend.unstack(rates, thetas.length).forEach((rate, row) => {
    const scalar = backend.dot(rows[row] as State<A>, rate);
    moveOutput(context, work, thetas[row] as number, scalar, first + row);
  });
}

/**
 * How the loss changes with the time of an output within a step, and with the ends of the step, which move its place θ if
 * its time is fixed: θ = (t_out − t) / h.
 *
 * @param scalar ȳ·dy/dt at the output.
 */
function moveOutput<A>(
  { ledger }: PullContext<A>,
  { timeSink }: StepWork<A>,
  theta: number,
  scalar: A | number,
  timeIndex: number,
): void {
  if (ledger.wantsOutputs) ledger.addOutput(timeIndex, scalar);
  timeSink?.add(theta - 1, -theta, scalar);
}

function slopesOf<A>({ values }: StepWork<A>): ReadonlyArray<State<A> | undefined> {
  return (values as StepValues<A>).slopes as ReadonlyArray<State<A> | undefined>;
}
