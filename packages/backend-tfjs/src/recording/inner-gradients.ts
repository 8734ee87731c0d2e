import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import { engine, Tensor } from "@tensorflow/tfjs-core";
import { ones } from "../kernels/kernels.js";
import { endScope } from "../tfjs-internals/lean-engine.js";
import { orderTape } from "../tfjs-internals/order-tape.js";
import { recordNested } from "../tfjs-internals/record-nested.js";
import { keepWithTape } from "../tfjs-internals/recorder.js";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import type { Gradients } from "../tfjs-internals/with-gradient-methods.js";
import { backpropagate } from "./backpropagate.js";
import { keepForClosures } from "./keep-for-closures.js";
import { pruneTape, wantedInputs } from "./prune-tape.js";
import { disposeTape, pathOf, type RecordedCall, recordCall } from "./record-call.js";

/**
 * Gradients computed inside f: replaces the engine's method `gradients` while f is evaluated. The engine's gradients
 *
 * - lose terms or fail if they are differentiated again and an operation saved its output, as tanh, sigmoid, exp and
 *   softmax do (tensorflow/tfjs issue 3252);
 * - also include, while a tape records, the operations of f before the gradient, which changes the value of f;
 * - pass only the relevant inputs to gradients of operations with lists of inputs, such as concat;
 * - find no gradient inside `tf.customGrad`, and treat the intermediates that it saves as constants;
 * - contain some kernels that cannot be differentiated again, and are wrong for a few others.
 *
 * With these, f is the same function whether it is recorded or not.
 */
export const innerGradients: Gradients = (f, xs, dy, allowNoGradients = false) => {
  const differentiate = engine().isTapeOn() ? onActiveTape : onSeparateTape;
  return differentiate(f, xs, (nodes, value) => {
    if (nodes.length === 0 && !allowNoGradients) throw independentValue();
    return { value, grads: pullBack(nodes, value, xs, dy ?? undefined) };
  });
};

type Result = ReturnType<Gradients>;
type Walk = (nodes: ReadonlyArray<TapeNode>, value: Tensor) => Result;

/**
 * Passes the operations between `xs` and the value of f to `walk`; they are on a separate tape that is freed
 * afterwards.
 */
function onSeparateTape(f: () => Tensor, xs: ReadonlyArray<Tensor>, walk: Walk): Result {
  const from = xs.map(idOf);
  const scope = openScope();
  let recorded: RecordedCall | undefined;
  let result: Result | undefined;
  try {
    recorded = recordCall(() => [evaluated(f)], 0, from);
    // Otherwise closures of gradient functions of `tf.customGrad` may read tensors that the scope frees.
    if (recorded.filtered) scope.close(recorded.results);
    result = walk(pathOf(recorded, from), recorded.results[0] as Tensor);
    return result;
  } finally {
    if (recorded !== undefined) disposeTape(recorded);
    scope.close(result === undefined ? [] : [result.value, ...result.grads]);
  }
}

/** The same on the active tape, which also records `walk` and will be differentiated itself. */
function onActiveTape(f: () => Tensor, xs: ReadonlyArray<Tensor>, walk: Walk): Result {
  const scope = openScope();
  try {
    const { value, nodes: inner } = recordNested(() => evaluated(f));
    orderTape(inner);
    keepWithTape(keepForClosures(inner, []));
    scope.close([value]);
    return walk(pruneTape(inner, xs.map(idOf), [value.id]), value);
  } finally {
    scope.close([]);
  }
}

/** A scope that can be closed from two places but only once. */
function openScope(): { close(survivors: ReadonlyArray<Tensor | undefined>): void } {
  engine().startScope();
  let open = true;
  return {
    close(survivors) {
      if (!open) return;
      open = false;
      endScope(survivors.filter((tensor) => tensor !== undefined));
    },
  };
}

function evaluated(f: () => Tensor): Tensor {
  const value: unknown = f();
  if (value instanceof Tensor) return value;
  throw new InvalidDynamicsError({
    argument: "A function differentiated inside f",
    value,
    problem: "must return a tensor",
    remedy: "Add the missing return, or convert the value to a tensor: tf.scalar(…).",
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

function independentValue(): InvalidDynamicsError {
  return new InvalidDynamicsError({
    argument: "A gradient inside f",
    problem: "is undefined: the value does not depend on the argument",
    remedy: "Compute the value from the argument, inside the function that is differentiated.",
  });
}

const idOf = ({ id }: Tensor): number => id;
