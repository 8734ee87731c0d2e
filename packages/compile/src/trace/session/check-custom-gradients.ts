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
      check(current, Object.values(inputs), value, gradients);
    });
  }, body);
}

/** Compares the cotangents of whatever the inputs were computed from. */
function check(
  current: CurrentTrace,
  inputs: ReadonlyArray<Tensor>,
  value: Tensor,
  gradients: (dy: Tensor) => ReadonlyArray<Tensor>,
): void {
  const { graph: g } = current;
  // Irregular numbers in place of a cotangent.
  const numbers = Array.from({ length: value.size }, (_, i) => Math.cos(1 + 2.3 * i));
  const cotangent = g.constant(numbers, value.shape);
  const info = current.infoOf({ node: cotangent, dtype: "float32" });
  const given = gradientsOf(() => gradients(engine().makeTensorFromTensorInfo(info)));
  if (given === undefined) return;
  const nodeOf = (tensor: Tensor): NodeId => current.tracedOf(tensor).node;
  const ends = inputs.map(nodeOf);
  const roots = [...neededNodes(ends, g.node)].filter((id) => g.node(id).kind === "input");
  const own = pullBack(g, {
    outputs: ends,
    cotangents: given.map(nodeOf),
    withRespectTo: roots,
  });
  const real = pullBack(g, {
    outputs: [nodeOf(value)],
    cotangents: [cotangent],
    withRespectTo: roots,
  });
  const whole = (bar: NodeId | undefined, i: number): NodeId =>
    bar ?? g.constant(0, g.shape(roots[i] as NodeId));
  const values = evaluateSomewhere(g, [...own.map(whole), ...real.map(whole)]);
  for (const [i] of roots.entries())
    if (!alike(values[i] as Float64Array, values[roots.length + i] as Float64Array))
      throw differs();
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
