import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import { engine, Tensor } from "@tensorflow/tfjs-core";
import { ones } from "../kernels/kernels.js";
import { endScope } from "../tfjs-internals/lean-engine.js";
import { orderTape } from "../tfjs-internals/order-tape.js";
import { recordDeeper } from "../tfjs-internals/record-deeper.js";
import { keepWithTape } from "../tfjs-internals/recorder.js";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import type { Gradients } from "../tfjs-internals/with-gradient-methods.js";
import { backpropagate } from "./backpropagate.js";
import { keepForClosures } from "./keep-for-closures.js";
import { pruneTape, wantedInputs } from "./prune-tape.js";
import { disposeTape, pathOf, type RecordedCall, recordCall } from "./record-call.js";

/**
 * Gradients that f takes itself: replaces the engine's method `gradients` while f is evaluated. Gradients of the engine
 *
 * - lose terms, or fail, where they are differentiated and an operation saved its output, as tanh, sigmoid, exp and
 *   softmax do (tensorflow/tfjs issue 3252);
 * - see, while a tape records, what f did before as well, so that f would have another value then;
 * - hand the gradients of operations with lists of inputs, such as concat, only those inputs that matter;
 * - find nothing within `tf.customGrad`, and take for constants the intermediates that it saves;
 * - cannot differentiate some of the kernels that they consist of again, and are wrong for a few others.
 *
 * Recorded or not, f is the same function here: the value that is integrated is the value that is differentiated.
 */
export const innerGradients: Gradients = (f, xs, dy, allowNoGradients = false) => {
  const differentiate = engine().isTapeOn() ? onTape : apart;
  return differentiate(f, xs, (nodes, value) => {
    if (nodes.length === 0 && !allowNoGradients) throw noWay();
    return { value, grads: pullBack(nodes, value, xs, dy ?? undefined) };
  });
};

type Result = ReturnType<Gradients>;
type Walk = (nodes: ReadonlyArray<TapeNode>, value: Tensor) => Result;

/** The operations between `xs` and the value of f, on a tape that ends with `walk`. */
function apart(f: () => Tensor, xs: ReadonlyArray<Tensor>, walk: Walk): Result {
  const from = xs.map(idOf);
  const scope = openScope();
  let recorded: RecordedCall | undefined;
  let result: Result | undefined;
  try {
    recorded = recordCall(() => [evaluated(f)], 0, from);
    // Otherwise gradient functions of `tf.customGrad` may read by their closure what the scope frees.
    if (recorded.sieved) scope.close(recorded.results);
    result = walk(pathOf(recorded, from), recorded.results[0] as Tensor);
    return result;
  } finally {
    if (recorded !== undefined) disposeTape(recorded);
    scope.close(result === undefined ? [] : [result.value, ...result.grads]);
  }
}

/** The same on the tape that records, which goes on to record `walk`, and will be walked itself. */
function onTape(f: () => Tensor, xs: ReadonlyArray<Tensor>, walk: Walk): Result {
  const scope = openScope();
  try {
    const { value, nodes: mine } = recordDeeper(() => evaluated(f));
    orderTape(mine);
    keepWithTape(keepForClosures(mine, []));
    scope.close([value]);
    return walk(pruneTape(mine, xs.map(idOf), [value.id]), value);
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
