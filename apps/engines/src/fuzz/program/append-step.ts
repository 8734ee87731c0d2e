import { derivative } from "../host/derivative.js";
import { type HostArray, type Shape, separate } from "../host/host-array.js";
import { ONE, type Scalar, ZERO } from "../host/scalar.js";
import type { Kind } from "../kinds/kind.js";
import { kinds } from "../kinds/kinds.js";
import { applyKind, chooseName } from "./apply-kind.js";
import {
  append,
  type Block,
  declare,
  type Environment,
  freshName,
  indented,
  lookUp,
  savepoint,
} from "./block.js";
import { combined, copied, totalOf } from "./combined.js";
import { fit } from "./fit.js";
import type { RawStep } from "./raw-program.js";

/**
 * A way to compute a gradient inside f: of a function of one or two arguments, whose result is a scalar unless a
 * cotangent is passed.
 */
interface Nesting {
  readonly operation: string;
  readonly inputs: number;
  readonly cotangent?: boolean;
  /** Whether the value is returned before the gradients. */
  readonly value?: boolean;
  /** The statement; `$f` is the function, `$x` its arguments, `$r` the names of the results, `$dy` the cotangent. */
  readonly text: string;
}

const nestings: ReadonlyArray<Nesting> = [
  { operation: "grad", inputs: 1, text: "const $r = tf.grad($f)($x);" },
  { operation: "grads", inputs: 2, text: "const [$r] = tf.grads($f)([$x]);" },
  {
    operation: "valueAndGrad",
    inputs: 1,
    value: true,
    text: "const [$r] = (({ value, grad }) => [value, grad])(tf.valueAndGrad($f)($x));",
  },
  {
    operation: "valueAndGrads",
    inputs: 2,
    value: true,
    text: "const [$r] = (({ value, grads }) => [value, ...grads])(tf.valueAndGrads($f)([$x]));",
  },
  { operation: "grad", inputs: 1, cotangent: true, text: "const $r = tf.grad($f)($x, $dy);" },
  {
    operation: "grads",
    inputs: 2,
    cotangent: true,
    text: "const [$r] = tf.grads($f)([$x], $dy);",
  },
];

/** Appends a step: an operation, or a gradient of a function that consists of steps. */
export function appendStep(block: Block, step: RawStep): void {
  if (step.body === undefined) {
    applyKind(block, kinds[step.index % kinds.length] as Kind, step.args);
  } else appendGradient(block, step, step.body);
}

function appendGradient(
  block: Block,
  { index, args }: RawStep,
  steps: ReadonlyArray<RawStep>,
): void {
  const nesting = nestings[index % nestings.length] as Nesting;
  const { shared } = block;
  const goBack = savepoint(block);
  const points = Array.from({ length: nesting.inputs }, (_, i) => {
    const name = chooseName(block, args[i] ?? 0);
    return fit(block, name, lookUp(block.values, name).shape, [-2, 2]);
  });
  // TensorFlow.js computes a derivative twice if the same tensor is passed twice.
  if (new Set(points.map((name) => lookUp(block.values, name))).size < points.length) {
    goBack();
    return;
  }
  const arguments_ = points.map(() => freshName(block, "z"));
  const inner: Block = {
    statements: [],
    names: [...block.names, ...arguments_],
    values: new Map(block.values),
    unused: new Set(arguments_),
    outer: block,
    shared,
  };
  bind(inner.values, arguments_, points);
  for (const step of steps) appendStep(inner, step);
  const connected = new Set([...inner.unused, ...unconnected(inner, arguments_)]);
  const sum = nesting.cotangent ? combined(inner, [...connected]) : totalOf(inner, [...connected]);
  // A function that returns its argument is refused.
  const value = arguments_.includes(sum) ? copied(inner, sum) : sum;
  const cotangent = nesting.cotangent
    ? cotangentOf(block, args[3] ?? 0, lookUp(inner.values, value).shape)
    : undefined;
  const results = Array.from({ length: points.length + (nesting.value ? 1 : 0) }, () =>
    freshName(block, "v"),
  );
  const { statements } = inner;
  const body = [...statements.map(({ text }) => text), `return ${value};`].map(indented).join("\n");
  const text = nesting.text
    .replace("$f", () => `(${arguments_.join(", ")}) => {\n${body}\n}`)
    .replace("$x", points.join(", "))
    .replace("$r", results.join(", "))
    .replace("$dy", cotangent ?? "");
  append(block, {
    text,
    run: (values, t) => {
      const own: Environment = new Map(values);
      bind(own, arguments_, points);
      for (const { run } of statements) run(own, t);
      const result = lookUp(own, value);
      const weights: ReadonlyArray<Scalar> =
        cotangent === undefined ? [ONE] : lookUp(values, cotangent).at;
      const at = arguments_.map((name) => lookUp(own, name));
      const flat = derivative(
        result.at,
        weights,
        at.flatMap((array) => array.at),
      );
      let i = 0;
      const gradients = at.map(({ shape, at }) => ({
        shape,
        at: at.map(() => flat[i++] as Scalar),
      }));
      const all: Array<HostArray> = nesting.value ? [result, ...gradients] : gradients;
      for (const [k, name] of results.entries()) values.set(name, all[k] as HostArray);
    },
  });
  for (const name of results) declare(block, name);
  shared.operations.push(nesting.operation);
  shared.nested = true;
}

/**
 * `tf.grad` passes the same tensor to its function: reading it under another name is differentiated as well. Values
 * computed from it before are constants.
 */
function bind(
  values: Environment,
  names: ReadonlyArray<string>,
  points: ReadonlyArray<string>,
): void {
  for (const [i, name] of names.entries()) {
    const point = lookUp(values, points[i] as string);
    const argument = separate(point);
    for (const [other, value] of values) if (value === point) values.set(other, argument);
    values.set(name, argument);
  }
}

/** Unused arguments: TensorFlow.js refuses to differentiate with respect to these. */
function unconnected({ unused, values }: Block, names: ReadonlyArray<string>): Array<string> {
  const outputs = [...unused].flatMap((name) => lookUp(values, name).at);
  const weights = outputs.map(() => ONE);
  return names.filter((name) =>
    derivative(outputs, weights, lookUp(values, name).at).every((scalar) => scalar === ZERO),
  );
}

function cotangentOf(block: Block, back: number, shape: Shape): string {
  return fit(block, chooseName(block, back), shape, [-2, 2]);
}
