import type { NetworkSize } from "./sizes.js";

/** An array of a network, by its shape and values. */
export interface NumberArray {
  readonly shape: ReadonlyArray<number>;
  readonly values: Float32Array;
}

/** The parameters and inputs of the network. */
export interface NetworkNumbers {
  readonly y0: NumberArray;
  readonly cotangent: NumberArray;
  /** W1, b1, W2, b2, W3, b3. */
  readonly parameters: ReadonlyArray<NumberArray>;
}

/**
 * The same numbers for all runners, `pytorch.py` included: uniform in (−s, s), with s = √(3 / inputs) for the weights,
 * which preserves the variance through a layer.
 */
export function networkNumbers({ batch, state, width }: NetworkSize): NetworkNumbers {
  let seed = 0;
  const array = (scale: number, ...shape: ReadonlyArray<number>): NumberArray => ({
    shape,
    values: uniform(++seed, scale, shape),
  });
  const weights = (inputs: number, outputs: number) =>
    array(Math.sqrt(3 / inputs), inputs, outputs);
  const biases = (outputs: number) => array(0.1, outputs);
  return {
    y0: array(1, batch, state),
    cotangent: array(1, batch, state),
    parameters: [
      weights(state, width),
      biases(width),
      weights(width, width),
      biases(width),
      weights(width, state),
      biases(state),
    ],
  };
}

/** The linear congruential generator of the C standard's example, modulo 2³¹. */
function uniform(seed: number, scale: number, shape: ReadonlyArray<number>): Float32Array {
  let bits = seed;
  const next = (): number => {
    bits = (Math.imul(bits, 1103515245) + 12345) & 0x7fffffff;
    return scale * (bits / 2 ** 30 - 1);
  };
  // The first values of neighbouring seeds are similar.
  for (let i = 0; i < 8; i++) next();
  const count = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: count }, next);
}
