import * as tf from "@tensorflow/tfjs";
import type { Program } from "../program/program.js";
import type { Compiled } from "./compile.js";
import { leavesOf, like, type Tree } from "./found.js";
import { type Found, onTape } from "./on-tape.js";
import { spanOf, type Way } from "./way.js";

/** The same step, written with operations and differentiated by TensorFlow.js itself. */
export function unrolled(program: Program, { f, start, parameters }: Compiled, way: Way): Found {
  const leaves = leavesOf(start);
  return onTape(program, [...leaves, ...parameters], () =>
    step(f as never, start, way).map((end, i) => tf.stack([leaves[i] as tf.Tensor, end])),
  );
}

type Leaves = ReadonlyArray<tf.Tensor>;

function step(f: (t: number, y: Tree) => Tree, start: Tree, way: Way): Leaves {
  const [t, end] = spanOf(way);
  const h = end - t;
  const y = leavesOf(start);
  const slope = (t: number, leaves: Leaves): Leaves => leavesOf(f(t, like(start, [...leaves])));
  const moved = (by: number, k: Leaves): Leaves =>
    y.map((leaf, i) => tf.add(leaf, tf.mul(k[i] as tf.Tensor, by)));
  const k1 = slope(t, y);
  if (way.method === "euler") return moved(h, k1);
  const k2 = slope(t + h / 2, moved(h / 2, k1));
  if (way.method === "midpoint") return moved(h, k2);
  const k3 = slope(t + h / 2, moved(h / 2, k2));
  const k4 = slope(end, moved(h, k3));
  const total = y.map((_, i) => {
    const [a, b, c, d] = [k1, k2, k3, k4].map((k) => k[i]) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    return tf.add(tf.add(a, d), tf.mul(tf.add(b, c), 2));
  });
  return moved(h / 6, total);
}
