import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import { engine, Tensor } from "@tensorflow/tfjs-core";
import { ones } from "../engine/kernels.js";
import { isLean } from "../engine/lean-engine.js";
import { orderTape } from "../engine/order-tape.js";
import { disposeSaved, type TapeNode, tapeState } from "../engine/tape-node.js";
import { backpropagate } from "./backpropagate.js";
import { pruneTape, wantedInputs } from "./prune-tape.js";
import { pathOf, recordCall } from "./record-call.js";
import { registerOwnGradients } from "./vjps/gradient-of.js";

/** What `tf.grad`, `tf.grads`, `tf.valueAndGrad`, `tf.variableGrads` and their like ask of the engine. */
type Gradients = (
  f: () => Tensor,
  xs: Array<Tensor>,
  dy?: Tensor | null,
  allowNoGradients?: boolean,
) => { readonly value: Tensor; readonly grads: Array<Tensor | undefined> };

/**
 * Runs `body`, which evaluates f, with derivatives of our own in f. Those of the engine
 *
 * - lose terms, or fail, where they are differentiated and an operation saved its output, as tanh, sigmoid, exp and
 *   softmax do (tensorflow/tfjs issue 3252);
 * - see, while a tape records, what f did before as well, so that f would have another value then;
 * - hand the gradients of operations with lists of inputs, such as concat, only those inputs that matter;
 * - find nothing within `tf.customGrad`;
 * - cannot differentiate some of the kernels that they consist of again, and are wrong for a few others.
 *
 * Recorded or not, f is the same function here: the value that is integrated is the value that is differentiated.
 */
export function withInnerGradients<T>(body: () => T): T {
  const target = engine() as unknown as { gradients: Gradients };
  if (target.gradients === innerGradients) return body();
  const foreign = Object.hasOwn(target, "gradients") ? target.gradients : undefined;
  target.gradients = innerGradients;
  const unregister = isLean() ? undefined : registerOwnGradients();
  try {
    return body();
  } finally {
    unregister?.();
    if (foreign === undefined) delete (target as Partial<typeof target>).gradients;
    else target.gradients = foreign;
  }
}

const innerGradients: Gradients = (f, xs, dy, allowNoGradients = false) => {
  const differentiate = engine().isTapeOn() ? onTape : apart;
  return differentiate(f, xs, (nodes, value) => {
    if (nodes.length === 0 && !allowNoGradients) throw noWay();
    return { value, grads: pullBack(nodes, value, xs, dy ?? undefined) };
  });
};

type Walk<T> = (nodes: ReadonlyArray<TapeNode>, value: Tensor) => T;

/** The operations between `xs` and the value of f, on a tape that ends with `walk`. */
function apart<T>(f: () => Tensor, xs: ReadonlyArray<Tensor>, walk: Walk<T>): T {
  const from = xs.map(idOf);
  const recorded = recordCall(() => [evaluated(f)], 0, from);
  try {
    return walk(pathOf(recorded, from), recorded.results[0] as Tensor);
  } finally {
    recorded.tape.forEach(disposeSaved);
  }
}

/** The same on the tape that records, which goes on to record `walk`. */
function onTape<T>(f: () => Tensor, xs: ReadonlyArray<Tensor>, walk: Walk<T>): T {
  const state = tapeState();
  const tape = state.activeTape as Array<TapeNode>;
  const start = tape.length;
  let value: Tensor;
  state.gradientDepth++;
  try {
    value = evaluated(f);
  } finally {
    state.gradientDepth--;
  }
  const mine = tape.slice(start);
  orderTape(mine);
  return walk(pruneTape(mine, xs.map(idOf), [value.id]), value);
}

function evaluated(f: () => Tensor): Tensor {
  const value: unknown = engine().tidy(f);
  if (value instanceof Tensor) return value;
  throw new InvalidDynamicsError({
    argument: "A function that f takes a gradient of",
    value,
    problem: "must return a tensor",
    remedy: "Add the missing return, or make it a tensor: tf.scalar(…).",
  });
}

/** The cotangents of those of `xs` that the value depends on; undefined for the others. */
function pullBack(
  nodes: ReadonlyArray<TapeNode>,
  value: Tensor,
  xs: ReadonlyArray<Tensor>,
  dy: Tensor | undefined,
): Array<Tensor | undefined> {
  const reached = new Set([value.id]);
  for (const node of nodes) {
    for (const name of wantedInputs(node)) reached.add((node.inputs[name] as Tensor).id);
  }
  const wanted = xs.filter(({ id }) => reached.has(id));
  const seed = dy ?? ones(value.shape);
  const found = backpropagate(nodes, [value], [seed], wanted, false);
  if (dy === undefined) seed.dispose();
  return xs.map(({ id }) => (reached.has(id) ? found.shift() : undefined));
}

function noWay(): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument: "A gradient that f takes",
    problem: "has nothing that leads from its argument to its value",
    remedy: "Compute the value from the argument, inside the function that is differentiated.",
  });
}

const idOf = ({ id }: Tensor): number => id;
