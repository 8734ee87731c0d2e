import type { HostArray, Shape } from "../host/host-array.js";
import { watchMargin } from "../host/watch-margin.js";
import type { Kind, Range } from "../kinds/kind.js";
import {
  append,
  type Block,
  declare,
  freshName,
  lookUp,
  type Statement,
  savepoint,
  shapeText,
} from "./block.js";
import { fit } from "./fit.js";
import { given, onHost, tensorText, writtenOnHost } from "./given.js";

/** Minimum distance to a kink or jump; otherwise the operation is omitted. */
const MARGIN = 0.02;

/** Appends an operation on values selected by `args`, counted back from the latest. */
export function applyKind(block: Block, kind: Kind, args: ReadonlyArray<number>): void {
  const goBack = savepoint(block);
  const { operation, outputs = 1, layer } = kind;
  const chosen = (i: number): string => chooseName(block, args[i] ?? 0);
  const shapes = inputShapes(kind, lookUp(block.values, chosen(0)).shape);
  const names = shapes.map((shape, i) => {
    if (kind.constant === true) return constantFor(block, shape, rangeOf(kind, i));
    if (layer !== undefined && i > 0) return "";
    return fit(block, chosen(i), shape, rangeOf(kind, i));
  });
  const layerName = layer === undefined ? "" : makeLayer(block, layer, shapes, names);
  const results = Array.from({ length: outputs }, () => freshName(block, "v"));
  const declared = outputs === 1 ? results[0] : `[${results.join(", ")}]`;
  const call = kind.code
    .replace(/\$(\d)/g, (_, i) => names[Number(i)] as string)
    .replaceAll("$t", "t")
    .replaceAll("$layer", layerName);
  const statement: Statement = {
    text: `const ${declared} = ${call};`,
    run: (values, t) => {
      const found = kind.host(
        names.map((name) => lookUp(values, name)),
        t,
      );
      const list = (outputs === 1 ? [found] : found) as ReadonlyArray<HostArray>;
      for (const [i, name] of results.entries()) values.set(name, list[i] as HostArray);
    },
  };
  const { margin } = watchMargin(() => append(block, statement));
  if (margin < MARGIN) {
    goBack();
    return;
  }
  for (const name of results) declare(block, name);
  block.shared.operations.push(operation);
}

/** Selects a value, counted back from the latest. */
export function chooseName({ names }: Block, back: number): string {
  return names[names.length - 1 - (back % names.length)] as string;
}

/**
 * For operations on equal shapes, the shape of the first value, unless it is large, because some results are larger.
 */
function inputShapes({ inputs }: Kind, first: Shape): ReadonlyArray<Shape> {
  return typeof inputs === "number" ? Array.from({ length: inputs }, () => first) : inputs;
}

function rangeOf({ ranges }: Kind, i: number): Range {
  if (ranges === undefined) return [-2, 2];
  return (typeof ranges[0] === "number" ? ranges : (ranges[i] ?? ranges[0])) as Range;
}

function constantFor(block: Block, shape: Shape, range: Range): string {
  const made = given(block.shared, shape, range[0] < 0 ? undefined : range);
  const name = freshName(block, "c");
  append(block, {
    text: `const ${name} = ${tensorText(made)};`,
    run: (values) => values.set(name, writtenOnHost(made)),
  });
  return name;
}

/** Creates a layer and its weights before f; adds the names of the weights to `names`. */
function makeLayer(
  block: Block,
  made: string,
  shapes: ReadonlyArray<Shape>,
  names: Array<string>,
): string {
  const { shared } = block;
  const layer = freshName(block, "layer");
  const input = `tf.zeros(${shapeText(shapes[0] as Shape)})`;
  const applied = made.includes("layers.add(") ? `[${input}, ${input}]` : input;
  shared.prelude.push(
    `const ${layer} = ${made};`,
    `tf.tidy(() => void ${layer}.apply(${applied}));`,
  );
  for (let i = 1; i < shapes.length; i++) {
    const weight = given(shared, shapes[i] as Shape);
    const name = freshName(block, "w");
    const variable = `${layer}.trainableWeights[${i - 1}]`;
    shared.prelude.push(`tf.tidy(() => ${variable}.write(${tensorText(weight)}));`);
    shared.weights.push({ ...weight, name, reference: `${variable}.read()` });
    shared.read.add(name);
    for (let b: Block | undefined = block; b !== undefined; b = b.outer) {
      b.values.set(name, onHost(weight));
    }
    names[i] = name;
  }
  return layer;
}
