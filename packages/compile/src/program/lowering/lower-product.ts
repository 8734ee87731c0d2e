import type { MatMulNode } from "../../graph/graph.js";
import type { Storage } from "../arena/storage.js";
import type { MatMulInstruction } from "../program.js";
import { activationOf, biasOf } from "../units/epilogues.js";
import type { Operand, Value, ValueId, Values } from "../values/values.js";
import type { Operation } from "./operation.js";
import type { Destination, Places } from "./places.js";

type Dimensions = Pick<
  MatMulInstruction,
  "batch" | "m" | "n" | "k" | "strideA" | "strideB" | "strideC" | "transposeA" | "transposeB"
>;

/** The instruction of a product and its epilogue. */
export function lowerProduct(
  list: Values["list"],
  values: ReadonlyArray<ValueId>,
  places: Places,
  { storage: c, accumulates }: Destination,
): Operation {
  const [product, ...rest] = values as [ValueId, ...Array<ValueId>];
  const { node, operands } = list[product] as Value & { node: MatMulNode };
  const [a, b] = operands.map((operand) => places.read(operand)) as [Storage, Storage];
  const sumsBatch = rest.some((id) => list[id]?.node.kind === "reduce");
  const dimensions = fewerMatrices(dimensionsOf(node, operands, sumsBatch));
  const bias = rest.flatMap((id) => biasOf(list, product, id) ?? [])[0];
  const biasStorage = bias === undefined ? undefined : places.read(bias);
  const activation = rest.flatMap((id) => activationOf(list, id) ?? [])[0];
  return {
    reads: biasStorage === undefined ? [a, b] : [a, b, biasStorage],
    writes: [c],
    inPlace: [],
    instruction: () => ({
      kind: "matMul",
      ...dimensions,
      a: a.offset,
      b: b.offset,
      c: c.offset,
      bias: biasStorage?.offset,
      activation,
      accumulates,
    }),
  };
}

function dimensionsOf(
  { shape, transposeA, transposeB }: MatMulNode,
  operands: ReadonlyArray<Operand>,
  sumsBatch: boolean,
): Dimensions {
  const [batch, m, n] = shape as [number, number, number];
  const [a, b] = operands.map((operand) => operand.shape) as [Operand["shape"], Operand["shape"]];
  const k = a[transposeA ? 1 : 2] as number;
  return {
    batch,
    m,
    n,
    k,
    strideA: a[0] === 1 ? 0 : m * k,
    strideB: b[0] === 1 ? 0 : k * n,
    strideC: sumsBatch ? 0 : m * n,
    transposeA,
    transposeB,
  };
}

/** Products of many matrices that are one product of longer ones. */
function fewerMatrices(given: Dimensions): Dimensions {
  const { batch, m, k, strideA, strideB, strideC, transposeA, transposeB } = given;
  if (batch === 1) return given;
  // The matrices of a lie below one another, as those of c do.
  if (strideB === 0 && strideA !== 0 && strideC !== 0 && !transposeA)
    return { ...given, batch: 1, m: batch * m };
  // Σ aᵀ b over matrices that lie below one another.
  if (strideC === 0 && strideA !== 0 && strideB !== 0 && transposeA && !transposeB)
    return { ...given, batch: 1, k: batch * k };
  return given;
}
