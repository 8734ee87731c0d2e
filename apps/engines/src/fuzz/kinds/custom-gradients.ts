import { square } from "../host/functions.js";
import { map } from "../host/host-array.js";
import { affine, cos, ONE, Scalar, sub, tanh } from "../host/scalar.js";
import { type Kind, kind } from "./kind.js";

/** A value with an arbitrary derivative. */
function chosen(value: (a: Scalar) => Scalar, slope: (a: Scalar, value: Scalar) => Scalar) {
  return (a: Scalar): Scalar => {
    const { value: number, error } = value(a);
    const self: Scalar = new Scalar(number, error, [a], () => slope(a, self));
    return self;
  };
}

const custom = (body: string): string => `tf.customGrad((z, save) => { ${body} })($0)`;

const rows: ReadonlyArray<readonly [code: string, host: (a: Scalar) => Scalar]> = [
  [
    // A derivative that does not match the value, so it must come from customGrad.
    custom(
      "save([z]); return { value: tf.tanh(z), gradFunc: (dy, [z]) => tf.mul(dy, tf.mul(z, 0.5)) };",
    ),
    chosen(tanh, (a) => affine(a, 0.5)),
  ],
  [
    custom(
      "const s = tf.tanh(z); save([s]); return { value: s, gradFunc: (dy, [s]) => tf.mul(dy, tf.sub(1, tf.square(s))) };",
    ),
    chosen(tanh, (_a, self) => sub(ONE, square(self))),
  ],
  [
    custom(
      "save([z]); return { value: tf.square(z), gradFunc: (dy, [z]) => tf.mul(dy, tf.grad((u) => tf.sum(tf.sin(u)))(z)) };",
    ),
    chosen(square, cos),
  ],
];

/** `tf.customGrad`: saving inputs, outputs, nothing; with gradients inside. */
export const customGradients: ReadonlyArray<Kind> = rows.map(([code, host]) =>
  kind("customGrad", code, 1, (x) => map(host, x), { ranges: [-1.5, 1.5] }),
);
