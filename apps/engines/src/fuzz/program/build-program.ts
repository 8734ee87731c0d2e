import { appendStep } from "./append-step.js";
import { type Block, freshName, indented, lookUp, type Shared } from "./block.js";
import { combined } from "./combined.js";
import { given, onHost, tensorText } from "./given.js";
import type { Given, Program } from "./program.js";
import { layouts, type RawProgram } from "./raw-program.js";

/** Builds a program from choices. Operations that would bring values near a kink are omitted. */
export function buildProgram({ layout, weights, steps, ways, seed }: RawProgram): Program {
  const shared: Shared = {
    weights: [],
    prelude: [],
    read: new Set(),
    operations: [],
    names: 0,
    nested: false,
    seed,
  };
  const { form, shapes } = layouts[layout] as (typeof layouts)[number];
  const state = shapes.map((shape) => given(shared, shape));
  const leaves = state.map((_, i) => `y${i}`);
  const block: Block = {
    statements: [],
    names: [...leaves],
    values: new Map(state.map((leaf, i) => [`y${i}`, onHost(leaf)])),
    unused: new Set(leaves),
    shared,
  };
  for (const { shape, variable } of weights) addWeight(block, given(shared, shape), variable);
  for (const step of steps) appendStep(block, step);

  const results = resultsOf(block, state);
  const { statements } = block;
  const read = shared.weights.filter(({ name }) => shared.read.has(name));
  const source = [
    ...shared.prelude,
    `const f = (t, ${filled(form, leaves)}) => {`,
    ...statements.map(({ text }) => indented(text)),
    `  return ${filled(form, results)};`,
    "};",
    `const start = ${filled(form, state.map(tensorText))};`,
  ].join("\n");
  return {
    state,
    weights: read,
    source,
    operations: shared.operations,
    nested: shared.nested,
    ways,
    evaluate: (t, y, parameters) => {
      const values = new Map(y.map((leaf, i) => [`y${i}`, leaf]));
      for (const [i, { name }] of read.entries()) values.set(name, parameters[i] as (typeof y)[0]);
      for (const { run } of statements) run(values, t);
      return results.map((name) => lookUp(values, name));
    },
  };
}

function addWeight(block: Block, weight: Given, variable: boolean): void {
  const name = freshName(block, "w");
  const tensor = tensorText(weight);
  block.shared.prelude.push(`const ${name} = ${variable ? `tf.variable(${tensor})` : tensor};`);
  block.shared.weights.push({ ...weight, name, reference: name });
  block.names.push(name);
  block.values.set(name, onHost(weight));
}

/** One result for each leaf, combining all unused values, so that every value affects the result. */
function resultsOf(block: Block, state: ReadonlyArray<Given>): Array<string> {
  const left = [...block.unused];
  const latest = block.names.at(-1) as string;
  return state.map(({ shape }, i) => {
    const share = left.filter((_, k) => k % state.length === i);
    return combined(block, share.length > 0 ? share : [latest], shape);
  });
}

function filled(form: string, parts: ReadonlyArray<string>): string {
  let i = 0;
  return form.replace(/\$/g, () => parts[i++] as string);
}
