import * as tf from "@tensorflow/tfjs";
import {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  oneCheckpoint,
  type Solution,
  solve,
  symplecticAdjoint,
} from "symplectic-adjoint";
import type { Program } from "../program/program.js";
import type { Compiled } from "./compile.js";
import { cotangentsOf, type Found, onTape } from "./on-tape.js";
import { functions, spanOf, type Way } from "./way.js";

/** A state. */
export type Tree = tf.Tensor | ReadonlyArray<Tree> | { readonly [key: string]: Tree };
type Integrate = (f: unknown, y0: unknown, t: ReadonlyArray<number>, options: object) => unknown;

/** The strategies, in the order of `functions`. */
export const adjoints = [
  symplecticAdjoint,
  backpropagation,
  checkpointPerStep,
  oneCheckpoint,
  continuousAdjoint,
] as const;

/** Computes the gradient of a program's loss in the given way. The caller owns the tensors. */
export async function found(program: Program, compiled: Compiled, way: Way): Promise<Found> {
  const { f, start, parameters } = compiled;
  const options = { method: way.method, ...(way.named && parameters.length > 0 && { parameters }) };
  const both = functions[way.index] as (typeof functions)[number];
  const span = spanOf(way);
  const leaves = leavesOf(start);
  const inputs = [...leaves, ...parameters];
  if (way.mode === "on a tape") {
    return onTape(program, inputs, () =>
      leavesOf((both.sync as Integrate)(f, start, span, options)),
    );
  }
  const adjoint = (adjoints[way.index] as (typeof adjoints)[number])();
  const solution = (
    way.mode === "pullback"
      ? (solve as Integrate)(f, start, span, { ...options, adjoint })
      : await (both.async as Integrate)(f, start, span, options)
  ) as Solution<tf.Tensor, Tree>;
  try {
    if (way.mode === "awaited, then on a tape") {
      return onTape(program, inputs, () => leavesOf(solution.differentiable(start)));
    }
    const cotangents = like(start, cotangentsOf(program));
    const pulled =
      way.mode === "pullback"
        ? solution.pullback(cotangents)
        : await solution.pullbackAsync(cotangents);
    tf.dispose(cotangents as tf.TensorContainer);
    const byParameter = parameters.map((parameter, i) => {
      const places = solution.parameters.flatMap(({ id }, i) => (id === parameter.id ? [i] : []));
      if (places.length > 1)
        throw new Error(`solution.parameters holds w${i} ${places.length} times`);
      return places.length === 0 ? null : (pulled.parameters[places[0] as number] as tf.Tensor);
    });
    for (const gradient of pulled.parameters)
      if (!byParameter.includes(gradient)) gradient.dispose();
    return {
      ys: leavesOf(solution.ys).map((leaf) => tf.add(leaf, 0)),
      gradients: [...leavesOf(pulled.y0), ...byParameter],
    };
  } finally {
    solution.dispose();
  }
}

/** The tensors of a state, in the order of the host. */
export function leavesOf(tree: unknown): Array<tf.Tensor> {
  if (tree instanceof tf.Tensor) return [tree];
  return Object.values(tree as object).flatMap(leavesOf);
}

/** Leaves in the structure of another state. */
export function like(tree: Tree, leaves: Array<tf.Tensor>): Tree {
  if (tree instanceof tf.Tensor) return leaves.shift() as tf.Tensor;
  if (Array.isArray(tree)) return tree.map((part: Tree) => like(part, leaves));
  return Object.fromEntries(
    Object.entries(tree).map(([key, part]) => [key, like(part as Tree, leaves)]),
  );
}
