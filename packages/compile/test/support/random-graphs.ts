import { createGraphBuilder } from "../../src/graph/builder/create-graph-builder.js";
import type { GraphBuilder } from "../../src/graph/builder/graph-builder.js";
import type { Graph, InputRole, NodeId } from "../../src/graph/graph.js";
import { cumulative, reduce } from "../../src/graph/operations/along-axes.js";
import { matMul } from "../../src/graph/operations/mat-mul.js";
import { transpose } from "../../src/graph/operations/views.js";
import { broadcastShapes, type Shape, sizeOf } from "../../src/graph/shapes.js";
import type { RandomNumbers } from "./random-numbers.js";

/** Shapes of the inputs of a random graph. */
export interface InputShapes {
  readonly state: ReadonlyArray<Shape>;
  readonly parameter: ReadonlyArray<Shape>;
  readonly captured: ReadonlyArray<Shape>;
  readonly cotangent: ReadonlyArray<Shape>;
}

/** Lengths of axes to choose from; those of products are up to twice the longest. */
export const SHORT: ReadonlyArray<number> = [1, 2, 3, 4];
export const LONG: ReadonlyArray<number> = [1, 3, 17, 137];

/** A shape of up to three axes. */
export function randomShape(random: RandomNumbers, lengths = SHORT): Shape {
  const shape = Array.from({ length: random.below(4) }, () => random.pick(lengths));
  return sizeOf(shape) > 20_000 ? shape.slice(1) : shape;
}

/** A graph of random operations on these inputs, and the time, whose outputs have these shapes. */
export function randomGraph(
  random: RandomNumbers,
  inputs: InputShapes,
  outputs: ReadonlyArray<Shape>,
  operations: number,
  lengths = SHORT,
): Graph {
  const b = createGraphBuilder();
  const pool: Array<NodeId> = [b.input("time", 0, [])];
  for (const [role, shapes] of Object.entries(inputs) as Array<[InputRole, ReadonlyArray<Shape>]>)
    for (const [i, shape] of shapes.entries()) pool.push(b.input(role, i, shape));
  pool.push(b.constant(random.next()), b.constant(random.array(3), [3]));
  const pick = (): NodeId => {
    // Recent values are chosen more often, so that chains form.
    const recent = random.next() < 0.6 ? Math.max(0, pool.length - 6) : 0;
    return pool[recent + random.below(pool.length - recent)] as NodeId;
  };
  for (let i = 0; i < operations; i++) pool.push(random.pick(kinds)(b, random, pick, lengths));
  return b.graph(outputs.map((shape) => ofShape(b, random, pick(), shape)));
}

/** A value of this shape whose elements are those of another, over and over. */
function ofShape(b: GraphBuilder, random: RandomNumbers, x: NodeId, shape: Shape): NodeId {
  const size = sizeOf(b.shape(x));
  if (size === sizeOf(shape)) return b.reshape(x, shape);
  const start = random.below(size);
  const table = Int32Array.from({ length: sizeOf(shape) }, (_, i) => (start + i) % size);
  return b.gather([x], { table }, shape);
}

type Kind = (
  b: GraphBuilder,
  random: RandomNumbers,
  pick: () => NodeId,
  lengths: ReadonlyArray<number>,
) => NodeId;

const unary: Kind = (b, random, pick) =>
  b[random.pick(["tanh", "sin", "square", "sigmoid", "abs", "negate", "step", "erf"] as const)](
    pick(),
  );

const binary: Kind = (b, random, pick) => {
  const x = pick();
  let y = pick();
  if (broadcastShapes([b.shape(x), b.shape(y)]) === undefined)
    y = ofShape(
      b,
      random,
      y,
      random.pick([b.shape(x), b.shape(x).slice(1), withOnes(random, b.shape(x))]),
    );
  const fn = random.pick(["add", "add", "subtract", "multiply", "max", "less"] as const);
  // Bounded, however many follow one another.
  return random.next() < 0.2 ? b.tanh(b[fn](x, y)) : b[fn](x, y);
};

function withOnes(random: RandomNumbers, shape: Shape): Shape {
  return shape.map((length) => (random.next() < 0.5 ? 1 : length));
}

const select: Kind = (b, random, pick) => {
  const x = pick();
  const others = [pick(), pick()].map((y) => ofShape(b, random, y, withOnes(random, b.shape(x))));
  return b.select(b.step(others[0] as NodeId), x, others[1] as NodeId);
};

const product: Kind = (b, random, pick, lengths) => {
  const most = 2 * Math.max(...lengths);
  const [m, n] = [random.below(9) + 1, random.below(9) + 1];
  const k = random.below(most) + 1;
  const [transposeA, transposeB] = [random.next() < 0.5, random.next() < 0.5];
  const batch = random.pick([1, 1, 2, 3]);
  const left = transposeA ? [k, m] : [m, k];
  const right = transposeB ? [n, k] : [k, n];
  const x = ofShape(b, random, pick(), [random.pick([1, batch]), ...left]);
  const y = ofShape(b, random, pick(), [batch, ...right]);
  const c = matMul(b, x, y, { transposeA, transposeB });
  if (random.next() < 0.5) return c;
  const sum = b.add(c, ofShape(b, random, pick(), [n]));
  return random.next() < 0.5 ? b.tanh(sum) : sum;
};

const alongAxis: Kind = (b, random, pick) => {
  const x = pick();
  const rank = b.shape(x).length;
  if (rank === 0) return b.sin(x);
  const axis = random.below(rank);
  const exclusive = random.next() < 0.5;
  if (random.next() < 0.3)
    return cumulative(b, random.pick(["sum", "product"]), x, {
      axis,
      exclusive,
      reverse: random.next() < 0.5,
    });
  const fn = random.pick(["sum", "sum", "max", "min", "product", "argMax"] as const);
  return reduce(b, fn, x, { axes: [axis], keepDims: random.next() < 0.5 });
};

const rearrange: Kind = (b, random, pick, lengths) => {
  const x = pick();
  const size = sizeOf(b.shape(x));
  const count = random.below(8) + 1;
  switch (random.below(4)) {
    case 0:
      return transpose(b, x);
    case 1: {
      const table = Int32Array.from({ length: size }, () => random.below(count + 1) - 1);
      return b.scatter(x, { table }, [count]);
    }
    case 2: {
      const y = pick();
      const all = size + sizeOf(b.shape(y));
      const table = Int32Array.from({ length: count }, () => random.below(all + 1) - 1);
      return b.gather([x, y], { table, fill: 0.5 }, [count]);
    }
    default:
      return ofShape(b, random, x, randomShape(random, lengths));
  }
};

const kinds: ReadonlyArray<Kind> = [
  ...[unary, unary, unary, binary, binary, binary, binary],
  ...[select, product, product, alongAxis, rearrange],
];
