import { type PlainLayer, type PlainNetwork, plainNetwork } from "./plain-network.js";

/** The perceptron of the energies of `@symplectic-adjoint/models`: biases, and a last layer of one output without. */
export function plainPerceptron(inputs: number, hidden: ReadonlyArray<number>): PlainNetwork {
  const widths = [inputs, ...hidden];
  const layers = widths.map((width, i): PlainLayer => {
    const kernel = 2 * i;
    const layer = { inputs: width, kernel };
    return i === hidden.length ? layer : { ...layer, bias: kernel + 1 };
  });
  return plainNetwork(layers, "tanh");
}
