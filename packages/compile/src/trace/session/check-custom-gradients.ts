import type { CompilationError } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { pullBack } from "../../derivative/pull-back.js";
import type { NodeId } from "../../graph/graph.js";
import { neededNodes } from "../../graph/needed-nodes.js";
import { watchCustomGradients } from "../../imports/backend-tfjs.js";
import { backend, engine, tidy } from "../../imports/tfjs-core.js";
import { cannotCompile, INTERPRET } from "../cannot-compile.js";
import type { CurrentTrace } from "./current-trace.js";
import { evaluateSomewhere } from "./evaluate-somewhere.js";

/** Relative; both gradients are computed in doubles. */
const TOLERANCE = 1e-6;

/**
 * Runs `body` with gradients that `tf.customGrad` defines compared, at some place, with the derivatives of their values: a
 * compiled function is differentiated as what it computes, so others would be ignored.
 *
 * @throws CompilationError within `body` if one differs.
 */
export function checkCustomGradients<T>(current: CurrentTrace, body: () => T): T {
  let checks = 0;
  return watchCustomGradients(({ forwardFunc, backwardsFunc, inputs }) => {
    if (!current.meetsGradient()) return;
    // Computed apart: within an operation that is itself being differentiated, its gradient is not to be had.
    tidy(() => {
      let saved: ReadonlyArray<Tensor> = [];
      const value = forwardFunc(backend(), (tensors) => {
        saved = tensors;
      });
      const gradients = (dy: Tensor) =>
        Object.values(backwardsFunc(dy, saved)).map((compute) => compute());
      compare(current, Object.values(inputs), value, gradients, checks++);
    });
  }, body);
}

type Gradients = (dy: Tensor) => ReadonlyArray<Tensor>;

/**
 * Compares the cotangents of whatever the inputs were computed from: first as nodes, then the numbers of those that differ.
 *
 * @param check Number of the check: each has a cotangent of its own.
 */
function compare(
  current: CurrentTrace,
  inputs: ReadonlyArray<Tensor>,
  value: Tensor,
  gradients: Gradients,
  check: number,
): void {
  const { graph: g } = current;
  const pairs = (cotangent: NodeId) => pairsOf(current, inputs, value, gradients, cotangent);
  // While a function is traced, no other input has this role. A gradient that reads its cotangent gets irregular numbers.
  const found =
    pairs(g.input("parameter", check, value.shape)) ??
    pairs(
      g.constant(
        Array.from({ length: value.size }, (_, i) => Math.cos(i)),
        value.shape,
      ),
    );
  const unequal = found?.filter(([own, real]) => own !== real) ?? [];
  if (unequal.length === 0) return;
  const values = evaluateSomewhere(g, unequal.flat());
  for (const [i] of unequal.entries())
    if (!alike(values[2 * i] as Float64Array, values[2 * i + 1] as Float64Array)) throw differs();
}

/** For each input of the graph, its cotangent by the gradient and by the value; undefined if there is no gradient. */
function pairsOf(
  current: CurrentTrace,
  inputs: ReadonlyArray<Tensor>,
  value: Tensor,
  gradients: Gradients,
  cotangent: NodeId,
): ReadonlyArray<readonly [NodeId, NodeId]> | undefined {
  const { graph: g } = current;
  const info = current.infoOf({ node: cotangent, dtype: "float32" });
  const given = gradientsOf(() => gradients(engine().makeTensorFromTensorInfo(info)));
  if (given === undefined) return undefined;
  const nodeOf = (tensor: Tensor): NodeId => current.tracedOf(tensor).node;
  const ends = inputs.map(nodeOf);
  const roots = [...neededNodes(ends, g.node)].filter((id) => g.node(id).kind === "input");
  const bars = (outputs: ReadonlyArray<NodeId>, cotangents: ReadonlyArray<NodeId>) =>
    pullBack(g, { outputs, cotangents, withRespectTo: roots });
  const own = bars(ends, given.map(nodeOf));
  const real = bars([nodeOf(value)], [cotangent]);
  return roots.map((root, i) => {
    const whole = (bar: NodeId | undefined): NodeId => bar ?? g.constant(0, g.shape(root));
    return [whole(own[i]), whole(real[i])];
  });
}

/** Undefined if there are none: some operations define them only where they can be differentiated. */
function gradientsOf(compute: () => ReadonlyArray<Tensor>): ReadonlyArray<Tensor> | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}

function alike(a: Float64Array, b: Float64Array): boolean {
  return a.every((x, i) => {
    const y = b[i] as number;
    return Object.is(x, y) || Math.abs(x - y) <= TOLERANCE * (1 + Math.abs(y)) || Number.isNaN(y);
  });
}

function differs(): CompilationError {
  return cannotCompile(
    "defines another gradient than the derivative of the value, which is the one that a compiled function has",
    `Compute a value that has this derivative; or ${INTERPRET}.`,
    { argument: "tf.customGrad in the function" },
  );
}
