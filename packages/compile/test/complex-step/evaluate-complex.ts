import type { BinaryName, Graph, GraphNode, NodeId, UnaryName } from "../../src/graph/graph.js";
import { type Complex, complex, complexBinary, complexUnary } from "./complex.js";

/** Values of inputs by node. */
export type ComplexInputs = ReadonlyMap<NodeId, ReadonlyArray<Complex>>;

type Value = ReadonlyArray<Complex>;

/**
 * The outputs of a graph for complex inputs, element by element from the definitions in graph.ts: it shares no code with the
 * package.
 */
export function evaluateComplex(graph: Graph, inputs: ComplexInputs): ReadonlyArray<Value> {
  const values: Array<Value> = [];
  for (const [id, node] of graph.nodes.entries()) {
    values.push(node.kind === "input" ? (inputs.get(id) as Value) : evaluate(graph, node, values));
  }
  return graph.outputs.map((id) => values[id] as Value);
}

function evaluate(graph: Graph, node: GraphNode, values: ReadonlyArray<Value>): Value {
  const size = node.shape.reduce((a, b) => a * b, 1);
  const each = (element: (i: number) => Complex): Value =>
    Array.from({ length: size }, (_, i) => element(i));
  const shapeOf = (id: NodeId) => (graph.nodes[id] as GraphNode).shape;
  if (node.kind === "input" || node.kind === "constant") {
    const { values: known } = node as { values: Float64Array };
    return each((i) => complex(known[known.length === 1 ? 0 : i] as number));
  }
  const operands = node.inputs.map((id) => values[id] as Value);
  const [x, y] = operands as [Value, Value];
  const [, , inner = 1] = shapeOf(node.inputs[0] as NodeId);
  switch (node.kind) {
    case "map": {
      const places = node.inputs.map((id) => broadcastPlace(shapeOf(id), node.shape));
      return each((i) => {
        const [a, b, c] = operands.map((value, k) => value[places[k]?.(i) as number]) as [
          Complex,
          Complex,
          Complex,
        ];
        if (node.fn === "select") {
          return a.re !== 0 ? b : c;
        }
        return node.inputs.length === 1
          ? complexUnary[node.fn as UnaryName](a)
          : complexBinary[node.fn as BinaryName](a, b);
      });
    }
    case "matMul": {
      const [, m, n] = node.shape as [number, number, number];
      const [[batchA, rowsA, columnsA], [batchB, rowsB, columnsB]] = node.inputs.map(shapeOf) as [
        [number, number, number],
        [number, number, number],
      ];
      const depth = node.transposeA ? rowsA : columnsA;
      return each((i) => {
        const [q, row, column] = [Math.floor(i / (m * n)), Math.floor(i / n) % m, i % n];
        let sum = complex(0);
        for (let k = 0; k < depth; k++) {
          const [ra, ca] = node.transposeA ? [k, row] : [row, k];
          const [rb, cb] = node.transposeB ? [column, k] : [k, column];
          const a = x[((q % batchA) * rowsA + ra) * columnsA + ca] as Complex;
          const b = y[((q % batchB) * rowsB + rb) * columnsB + cb] as Complex;
          sum = complexBinary.add(sum, complexBinary.multiply(a, b));
        }
        return sum;
      });
    }
    case "reduce": {
      const [, n] = shapeOf(node.inputs[0]) as [number, number];
      return each((i) => {
        const line = Array.from(
          { length: n },
          (_, j) => x[(Math.floor(i / inner) * n + j) * inner + (i % inner)] as Complex,
        );
        const real = line.map(({ re }) => re);
        switch (node.fn) {
          case "sum":
            return line.reduce(complexBinary.add, complex(0));
          case "product":
            return line.reduce(complexBinary.multiply, complex(1));
          case "max":
          case "min": {
            const found = node.fn === "max" ? Math.max(...real) : Math.min(...real);
            // Each of several that are equal counts, as in TensorFlow.js.
            const im = line.reduce((sum, z) => (z.re === found ? sum + z.im : sum), 0);
            return complex(found, im);
          }
          case "argMax":
            return complex(real.indexOf(Math.max(...real)));
          case "argMin":
            return complex(real.indexOf(Math.min(...real)));
        }
      });
    }
    case "gather": {
      const all = operands.flat();
      return each((i) => {
        const from = node.table[Math.floor(i / node.block)] as number;
        return from < 0
          ? complex(node.fill)
          : (all[from * node.block + (i % node.block)] as Complex);
      });
    }
    case "scatter": {
      const result = each(() => complex(0)).slice();
      for (const [i, z] of x.entries()) {
        const to = node.table[Math.floor(i / node.block)] as number;
        const place = to * node.block + (i % node.block);
        if (to >= 0) {
          result[place] = complexBinary.add(result[place] as Complex, z);
        }
      }
      return result;
    }
    case "cumulative": {
      const n = node.shape[1] as number;
      return each((i) => {
        const at = Math.floor(i / inner) % n;
        const first = i - at * inner;
        let total = complex(node.fn === "sum" ? 0 : 1);
        for (let j = 0; j < n; j++) {
          const before = node.reverse ? j > at : j < at;
          if (before || (j === at && !node.exclusive)) {
            const z = x[first + j * inner] as Complex;
            total = complexBinary[node.fn === "sum" ? "add" : "multiply"](total, z);
          }
        }
        return total;
      });
    }
    case "reshape":
      return x;
  }
}

/** Which element of an array of shape `from` is element i of its broadcast to shape `to`. */
function broadcastPlace(from: ReadonlyArray<number>, to: ReadonlyArray<number>) {
  return (i: number): number => {
    let [rest, place, stride] = [i, 0, 1];
    for (let back = 1; back <= to.length; back++) {
      const length = to[to.length - back] as number;
      const own = back <= from.length ? (from[from.length - back] as number) : 1;
      place += own === 1 ? 0 : (rest % length) * stride;
      stride *= own;
      rest = Math.floor(rest / length);
    }
    return place;
  };
}
