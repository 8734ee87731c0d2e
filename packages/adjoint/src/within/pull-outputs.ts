import type { Interpolation, State, StepOutput } from "@symplectic-adjoint/core";
import { interpolated, interpolatedDerivative } from "@symplectic-adjoint/solver";
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
  /** Which of the output times within this step is the next one. */
  let place = 0;
  for (const output of outputs) {
    const { index, theta } = output;
    if (cut?.outputs.includes(index)) continue;
    const cotangent = cotangents[index];
    if (theta === 1) {
      if (cotangent !== undefined) pullEnd(context, work, index, cotangent);
      continue;
    }
    const timeIndex = () => places.firstWithin(work.n) + place;
    if (cotangent !== undefined) {
      if (typeof theta === "number") pullOne(context, work, index, theta, cotangent, timeIndex);
      else pullRows(context, work, theta, cotangent, timeIndex);
    }
    place += typeof theta === "number" ? 1 : theta.length;
  }
}

/** An output at the end of the step, which moves with it. */
function pullEnd<A>(
  context: PullContext<A>,
  { step, values, timeSink, end, made }: StepWork<A>,
  index: number,
  cotangent: State<A>,
): void {
  if (context.problem.save === undefined) {
    end.push(cotangent);
    return;
  }
  const { backend, method } = context.problem;
  const next =
    values?.next ??
    interpolated(backend, method.interpolation as Interpolation, step, values as never, 1);
  const time = context.outputTimes[index] ?? step.end;
  const { y, t } = pullSaved(context, time, next, cotangent, timeSink !== undefined);
  end.push(y);
  made.push(y);
  timeSink?.add(0, 1, t);
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
