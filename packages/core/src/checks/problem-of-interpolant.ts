import { isRow, problemOfSum } from "./problem-of-sum.js";

const FIELDS = ["order", "weights", "a", "c"];

/**
 * What is wrong with the interpolant of a tableau with these weights and this order; undefined if nothing. Its order
 * conditions are checked by `butcherTableau` only.
 */
export function problemOfInterpolant(
  interpolant: unknown,
  b: ReadonlyArray<number>,
  order: number,
): string | undefined {
  if (typeof interpolant !== "object" || interpolant === null || Array.isArray(interpolant))
    return "interpolant must be an object with order, weights, a and c";
  const fields = interpolant as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return `interpolant has no field ${unknown}`;
  if (!Number.isInteger(fields.order) || Number(fields.order) < 1 || Number(fields.order) > order)
    return `interpolant.order must be an integer from 1 to the order of the method, ${order}`;
  return (
    problemOfStages(fields.a, fields.c, b.length) ??
    problemOfWeights(fields.weights, b, (fields.c as ReadonlyArray<number>).length)
  );
}

function problemOfStages(a: unknown, c: unknown, stages: number): string | undefined {
  if (!isRow(c))
    return "interpolant.c must be a list of finite numbers, one for each further stage; [] if there is none";
  if (!Array.isArray(a) || a.length !== c.length)
    return `interpolant.a must be a list of ${c.length} rows, one for each number in c`;
  for (let i = 0; i < c.length; i++) {
    const row: unknown = a[i];
    if (!isRow(row)) return `interpolant.a[${i}] must be a list of finite numbers`;
    if (row.length < stages + i || row.slice(stages + i).some((x) => x !== 0))
      return `interpolant.a[${i}] must contain ${stages + i} coefficients, one for each earlier stage`;
    const wrong = problemOfSum(`interpolant.a[${i}]`, row, c[i] as number);
    if (wrong !== undefined) return `${wrong}, which is interpolant.c[${i}]`;
  }
  return undefined;
}

function problemOfWeights(
  weights: unknown,
  b: ReadonlyArray<number>,
  further: number,
): string | undefined {
  const count = b.length + further;
  if (!Array.isArray(weights) || weights.length !== count)
    return `interpolant.weights must be a list of ${count} rows, one for each stage`;
  const powers: unknown = weights[0]?.length;
  for (let i = 0; i < count; i++) {
    const row: unknown = weights[i];
    const name = `interpolant.weights[${i}]`;
    if (!isRow(row) || row.length < 2 || row.length !== powers)
      return `${name} must be a list of finite numbers, one for each power of θ from 0 on, as many as in the other rows`;
    if (row[0] !== 0) return `${name} must start with 0, because the step starts with its state`;
    const wrong = problemOfSum(name, row, b[i] ?? 0);
    if (wrong !== undefined) return `${wrong}, the weight of the stage in b, at θ = 1`;
  }
  const columns = Array.from({ length: powers as number }, (_, p) =>
    weights.map((row: ReadonlyArray<number>) => row[p] as number),
  );
  for (const [p, column] of columns.entries()) {
    const wrong = problemOfSum(
      `the column of θ^${p} in interpolant.weights`,
      column,
      p === 1 ? 1 : 0,
    );
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
