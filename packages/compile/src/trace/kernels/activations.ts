import { leakyRelu, relu6 } from "../lowering/activations.js";
import { float, type Kernels } from "./kernel.js";

/** Activations of networks besides those that are functions of one number. */
export const activations: Kernels = {
  Relu6: ({ g, input }) => ({ ...input("x"), node: relu6(g, input("x").node) }),
  LeakyRelu: ({ g, input, attrs }) =>
    float(leakyRelu(g, input("x").node, g.constant(attrs.alpha as number))),
  Prelu: ({ g, input }) => float(leakyRelu(g, input("x").node, input("alpha").node)),
  Step: ({ g, input, attrs }) => {
    const { node: x, dtype } = input("x");
    if (!attrs.alpha) return { node: g.step(x), dtype };
    const below = g.constant(attrs.alpha as number);
    return { node: g.select(g.greater(x, g.constant(0)), g.constant(1), below), dtype };
  },
  EluGrad: ({ g, input }) => {
    const [dy, y] = [input("dy").node, input("y").node];
    const slope = g.select(
      g.greaterEqual(y, g.constant(0)),
      g.constant(1),
      g.add(y, g.constant(1)),
    );
    return float(g.multiply(dy, slope));
  },
};
