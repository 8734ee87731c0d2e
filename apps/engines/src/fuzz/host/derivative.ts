import { add, mul, type Scalar, ZERO } from "./scalar.js";

/**
 * The derivatives of Σ weight · output for each of `wrt`, as scalars that can be differentiated again: the chain rule,
 * backward over everything that the outputs were computed with.
 */
export function derivative(
  outputs: ReadonlyArray<Scalar>,
  weights: ReadonlyArray<Scalar>,
  wrt: ReadonlyArray<Scalar>,
): Array<Scalar> {
  const order = relevant(outputs, new Set(wrt));
  const terms = new Map<Scalar, Array<Scalar>>(order.map((scalar) => [scalar, []]));
  for (const [i, output] of outputs.entries()) terms.get(output)?.push(weights[i] as Scalar);
  const totals = new Map<Scalar, Scalar>();
  for (const scalar of order) {
    const total = add(...(terms.get(scalar) as Array<Scalar>));
    totals.set(scalar, total);
    for (const [k, parent] of scalar.parents.entries()) {
      const list = terms.get(parent);
      if (list !== undefined) list.push(mul(total, scalar.slope(k)));
    }
  }
  return wrt.map((scalar) => totals.get(scalar) ?? ZERO);
}

/** The scalars between the outputs and `wrt`, latest first. */
function relevant(outputs: ReadonlyArray<Scalar>, wrt: ReadonlySet<Scalar>): Array<Scalar> {
  const seen = new Set<Scalar>();
  const stack = [...outputs];
  for (let scalar = stack.pop(); scalar !== undefined; scalar = stack.pop()) {
    if (seen.has(scalar)) continue;
    seen.add(scalar);
    if (!wrt.has(scalar)) stack.push(...scalar.parents);
  }
  const found = new Set<Scalar>();
  for (const scalar of [...seen].sort((a, b) => a.id - b.id)) {
    if (wrt.has(scalar) || scalar.parents.some((parent) => found.has(parent))) found.add(scalar);
  }
  return [...found].reverse();
}
