import { arrayOf, type HostArray, map, reshape, type Shape, sizeOf } from "../host/host-array.js";
import { affine, literal, type Scalar } from "../host/scalar.js";
import type { Range } from "../kinds/kind.js";
import { append, type Block, freshName, lookUp, shapeText, use } from "./block.js";

/** Appends statements that convert a value to this shape and range, if necessary; returns the name of the result. */
export function fit(block: Block, name: string, shape: Shape, range: Range): string {
  use(block, name);
  return scaled(block, shaped(block, name, shape), range);
}

/** Reshapes, repeats and slices. */
function shaped(block: Block, name: string, shape: Shape): string {
  const from = lookUp(block.values, name);
  if (shapeText(from.shape) === shapeText(shape)) return name;
  const [has, wants] = [sizeOf(from.shape), sizeOf(shape)];
  const operations = ["reshape"];
  let text = from.shape.length === 1 || has === wants ? name : `tf.reshape(${name}, [-1])`;
  const times = Math.ceil(wants / has);
  if (times > 1) {
    text = `tf.tile(${text}, [${times}])`;
    operations.push("tile");
  }
  if (times * has !== wants) {
    text = `tf.slice(${text}, 0, ${wants})`;
    operations.push("slice");
  }
  // Repeated values are made distinct: equal numbers are kinks of maxima.
  const ramp = times > 1 ? 0.03 : 0;
  if (ramp > 0) {
    text = `tf.add(${text}, tf.mul(tf.range(0, ${wants}), ${ramp}))`;
    operations.push("add", "range");
  }
  if (has === wants || shape.length !== 1) text = `tf.reshape(${text}, ${shapeText(shape)})`;
  block.shared.operations.push(...operations);
  return made(block, text, name, (x) =>
    reshape(
      arrayOf([wants], (i = 0) => affine(x.at[i % has] as Scalar, 1, literal(ramp) * i)),
      shape,
    ),
  );
}

/** Maps values into a range with a factor and an offset; tiny values are enlarged. */
function scaled(block: Block, name: string, [least, most]: Range): string {
  const numbers = lookUp(block.values, name).at.map(({ value }) => value);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  const tiny = size < 0.1 && size > 1e-4;
  if (low >= least && high <= most && !tiny) return name;
  const [middle, half] = [(least + most) / 2, (most - least) / 2];
  // Values change slightly between the stages of a step.
  const factor = Number(
    ((0.7 * half) / Math.max(tiny ? size : 0.5 * (high - low), 0.05 * half)).toPrecision(2),
  );
  const symmetric = least === -most;
  const plain = Number(((0.8 * most) / size).toPrecision(2));
  const offset = Number((middle - (factor * (low + high)) / 2).toFixed(2));
  block.shared.operations.push("mul");
  if (symmetric)
    return made(block, `tf.mul(${name}, ${plain})`, name, (x) =>
      map((a) => affine(a, literal(plain)), x),
    );
  block.shared.operations.push("add");
  return made(block, `tf.add(tf.mul(${name}, ${factor}), ${offset})`, name, (x) =>
    map((a) => affine(a, literal(factor), literal(offset)), x),
  );
}

function made(
  block: Block,
  expression: string,
  from: string,
  host: (x: HostArray) => HostArray,
): string {
  const name = freshName(block, "v");
  append(block, {
    text: `const ${name} = ${expression};`,
    run: (values) => values.set(name, host(lookUp(values, from))),
  });
  return name;
}
