import * as tf from "@tensorflow/tfjs";
import {
  type AnyRank,
  type OdeFunction,
  odeint,
  odeintAdjoint,
  odeintAdjointAsync,
  odeintAsync,
  odeintCheckpoint,
  odeintCheckpointAsync,
  odeintOnecheckpoint,
  odeintOnecheckpointAsync,
  odeintSymplecticAdjoint,
  odeintSymplecticAdjointAsync,
  type Solution,
  solve,
  solveAsync,
  type TensorTree,
} from "symplectic-adjoint";

// Every structure of a state, with f unannotated: f is inferred from the structure of y0, and so is the result.

const a = tf.tensor1d([1]);
const b = tf.tensor1d([0]);
const w = tf.tensor2d([[1]]);
const t = [0, 1];

export const single: tf.Tensor = odeint((_t, y) => tf.neg(y), a, t);
export const chained = odeint((_t, y) => y.matMul(w).tanh(), w, t).gather(1);
export const ofVariable: tf.Tensor = odeint((_t, y) => tf.neg(y), tf.variable(a), t);
export const ofScalar: tf.Tensor = odeint((time, y) => y.mul(time), tf.scalar(1), t);
export const image = odeint(
  (_t, y) => tf.conv2d(y, tf.ones<tf.Rank.R4>([3, 3, 1, 1]), 1, "same"),
  tf.zeros<tf.Rank.R4>([1, 4, 4, 1]),
  t,
);
export const typedTimes: tf.Tensor = odeint((_t, y) => tf.neg(y), a, Float64Array.of(0, 1));
export const tensorTimes: tf.Tensor = odeint((_t, y) => tf.neg(y), a, tf.tensor1d([0, 1]));
export const frozenTimes: tf.Tensor = odeint((_t, y) => tf.neg(y), a, [0, 1] as const);

// Lists
export const pair: [tf.Tensor, tf.Tensor] = odeint((_t, [q, p]) => [p, tf.neg(q)], [a, b], t);
export const constPair: [tf.Tensor, tf.Tensor] = odeint(
  (_t, [q, p]) => [p, tf.neg(q)],
  [a, b] as const,
  t,
);
declare const tuple: [tf.Tensor1D, tf.Tensor2D];
export const ofTuple: [tf.Tensor, tf.Tensor] = odeint((_t, [u, v]) => [u.neg(), v.neg()], tuple, t);
declare const list: Array<tf.Tensor>;
export const ofList: Array<tf.Tensor> = odeint((_t, y) => y.map((z) => tf.neg(z)), list, t);
declare const frozenList: ReadonlyArray<tf.Tensor2D>;
export const ofFrozenList: Array<tf.Tensor> = odeint(
  (_t, y) => y.map((z) => z.neg()),
  frozenList,
  t,
);
export const asList: Array<tf.Tensor> = odeint((_t, [q, p]) => [p, q], [a, b], t);
export const [q1, p1] = odeint((_t, [q, p]) => [p, tf.neg(q)], [a, b], t);
export const shapes: Array<Array<number>> = [q1.shape, p1.shape];

// Records
export const record = odeint((_t, { q, p }) => ({ q: p, p: tf.neg(q) }), { q: a, p: b }, t);
export const recordShapes: Array<Array<number>> = [record.q.shape, record.p.shape];
interface Pendulum {
  q: tf.Tensor;
  readonly p: tf.Tensor;
}
declare const pendulum: Pendulum;
export const ofInterface: Pendulum = odeint(
  (_t, { q, p }) => ({ q: p, p: tf.sin(q).neg() }),
  pendulum,
  t,
);
declare const byName: Record<string, tf.Tensor>;
export const ofDictionary: Record<string, tf.Tensor> = odeint((_t, y) => y, byName, t);
declare const partial: Required<Partial<Pendulum>>;
export const ofRequired: Pendulum = odeint((_t, y) => y, partial, t);

// Nested
export const tuplesInRecord = odeint(
  (_t, { z: [u, v], m }) => ({ z: [v, u], m: { k: tf.neg(m.k) } }),
  { z: [a, b], m: { k: w } },
  t,
);
export const nestedShape: Array<number> = tuplesInRecord.z[1].shape;
export const recordsInTuple = odeint(
  (_t, [[u, v], { k }]) => [[v, u], { k }],
  [[a, b], { k: w }],
  t,
);
export const nestedKey: tf.Tensor = recordsInTuple[1].k;
interface Network {
  readonly particles: ReadonlyArray<Pendulum>;
  readonly clock: [tf.Scalar, { readonly phase: tf.Tensor }];
}
declare const network: Network;
export const ofNetwork = odeint(
  (_t, { particles, clock: [c, { phase }] }) => ({
    particles: particles.map(({ q, p }) => ({ q: p, p: q })),
    clock: [c, { phase }],
  }),
  network,
  t,
);
export const networkPhase: tf.Tensor = ofNetwork.clock[1].phase;

// Recursive types
declare const tree: TensorTree;
export const ofTree: TensorTree = odeint((_t, y) => y, tree, t);
export const ofTreeAnnotated: TensorTree = odeint((_t, y: TensorTree): TensorTree => y, tree, t);
type Nested = tf.Tensor | Array<Nested>;
declare const nested: Nested;
export const ofNested: Nested = odeint((_t, y) => y, nested, t);

// Generics
export function integrate<Y extends TensorTree>(f: OdeFunction<Y>, y0: Y): AnyRank<Y> {
  return odeint(f, y0, t);
}
export const generic: tf.Tensor = integrate((_t, y) => tf.neg(y), a);
export const explicit: Pendulum = odeint<Pendulum>((_t, y) => y, pendulum, t);

// All five functions, their …Async variants, and solve
const rotation = (_t: number, [q, p]: [tf.Tensor, tf.Tensor]): [tf.Tensor, tf.Tensor] => [
  p,
  q.neg(),
];
type Pair = [tf.Tensor, tf.Tensor];
export const all: Array<Pair> = [
  odeint(rotation, [a, b], t),
  odeintAdjoint(rotation, [a, b], t, { adjointRtol: 1e-6, adjointOptions: { norm: "seminorm" } }),
  odeintCheckpoint(rotation, [a, b], t),
  odeintOnecheckpoint(rotation, [a, b], t),
  odeintSymplecticAdjoint(rotation, [a, b], t),
];
export const twins: Array<Promise<Solution<tf.Tensor, Pair>>> = [
  odeintAsync((_t, [q, p]) => [p, q.neg()], [a, b], t),
  odeintAdjointAsync((_t, [q, p]) => [p, q.neg()], [a, b], t),
  odeintCheckpointAsync((_t, [q, p]) => [p, q.neg()], [a, b], t),
  odeintOnecheckpointAsync((_t, [q, p]) => [p, q.neg()], [a, b], t),
  odeintSymplecticAdjointAsync((_t, [q, p]) => [p, q.neg()], [a, b], t, { speculate: false }),
  solveAsync((_t, [q, p]) => [p, q.neg()], [a, b], t, { differentiate: false }),
];

// Solutions accept cotangents and initial states in any kind of list
const solution: Solution<tf.Tensor, Pair> = solve((_t, [q, p]) => [p, q.neg()], [a, b] as const, t);
const gradients = solution.pullback([tf.ones([2, 1]), tf.ones([2, 1])] as const);
export const gradientShapes = [gradients.y0[0].shape, gradients.parameters[0]?.shape];
export const again: Pair = solution.differentiable([a, b] as const);
export const ofListAgain: Pair = solution.differentiable(list);
export const pulledBack: Promise<{ readonly y0: Pair }> = solution.pullbackAsync(list);
