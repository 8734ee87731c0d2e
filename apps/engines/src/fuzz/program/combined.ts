import { type HostArray, map, type Shape } from "../host/host-array.js";
import { add, type Scalar } from "../host/scalar.js";
import { append, type Block, freshName, lookUp, use } from "./block.js";
import { fit } from "./fit.js";

/** Appends the sum of several values in a shape, by default that of the last; returns its name. */
export function combined(block: Block, names: ReadonlyArray<string>, shape?: Shape): string {
  const common = shape ?? lookUp(block.values, names.at(-1) as string).shape;
  const terms = names.map((name) => fit(block, name, common, [-2, 2]));
  if (terms.length === 1) return terms[0] as string;
  block.shared.operations.push("addN");
  return made(block, `tf.addN([${terms.join(", ")}])`, terms, (arrays) =>
    map((...scalars) => add(...scalars), ...arrays),
  );
}

/** Appends the sum of all elements of several values; returns its name. */
export function totalOf(block: Block, names: ReadonlyArray<string>): string {
  for (const name of names) use(block, name);
  block.shared.operations.push(...names.map(() => "sum"));
  const sums = names.map((name) => `tf.sum(${name})`);
  const text = sums.reduce((total, term) => `tf.add(${total}, ${term})`);
  return made(block, text, names, (arrays) => ({
    shape: [],
    at: [add(...arrays.flatMap(({ at }): ReadonlyArray<Scalar> => at))],
  }));
}

/** Appends a copy. */
export function copied(block: Block, name: string): string {
  block.shared.operations.push("clone");
  return made(block, `tf.clone(${name})`, [name], ([x]) => map((a) => a, x as HostArray));
}

type Host = (arrays: ReadonlyArray<HostArray>) => HostArray;

function made(block: Block, expression: string, names: ReadonlyArray<string>, host: Host): string {
  const name = freshName(block, "v");
  append(block, {
    text: `const ${name} = ${expression};`,
    run: (values) => values.set(name, host(names.map((term) => lookUp(values, term)))),
  });
  return name;
}
