import {
  checkOptions,
  enumRequirement,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import {
  add,
  dispose,
  expandDims,
  eye,
  matMul,
  mul,
  ones,
  reshape,
  type Tensor,
  transpose,
} from "@tensorflow/tfjs-core";
import { count, counts, seedRequirement } from "../checks/requirements.js";
import { type ActivationName, activationRequirement, activations } from "../networks/activation.js";
import { randomSource } from "../networks/random-source.js";
import type { FlowField, FlowTime } from "./flow-field.js";
import { type FlowLayer, type FlowLayerKind, flowLayer, type Modulation } from "./flow-layer.js";

/** Options of {@link flowNetwork}. */
export interface FlowNetworkOptions {
  /** Length of a row of z. */
  readonly dimension: number;
  /** Widths of the hidden layers. Default [64, 64, 64]; [] for one linear layer. */
  readonly hidden?: ReadonlyArray<number> | undefined;
  /** Default "concatsquash". */
  readonly layer?: FlowLayerKind | undefined;
  /** The function between layers; none after the last. Default "tanh". */
  readonly activation?: ActivationName | undefined;
  /** Seed of the initial weights. Default: random. */
  readonly seed?: number | undefined;
}

const table: OptionTable = {
  dimension: required(count("dimension")),
  hidden: counts("hidden"),
  layer: enumRequirement(
    ["dense", "concat", "concatsquash"],
    'Write layer: "concatsquash", or leave it out.',
  ),
  activation: activationRequirement,
  seed: seedRequirement,
} satisfies Record<keyof FlowNetworkOptions, unknown>;

/**
 * A network f(t, z) for a flow, as in FFJORD (Grathwohl et al., ICLR 2019, arXiv 1810.01367). Its derivatives are computed by
 * carrying tangents V through the layers, V ← (V W ⊙ gate) ⊙ act′, beside h. The gradient of the density then needs first
 * derivatives of ordinary operations only.
 *
 * Cost, in matrix products of the size of one evaluation: 1 for f, 2 for a product with the Jacobian, and for the exact trace
 * 1 + d, less the first and the last layer, whose product with the identity and whose trace need none.
 *
 * @example
 * const field = flowNetwork({ dimension: 2, hidden: [64, 64], activation: "softplus" });
 * const { value, trace } = field.divergence(0.5, tf.zeros([100, 2])); // [100, 2] and [100, 1]
 */
export function flowNetwork(options: FlowNetworkOptions): FlowField {
  checkOptions("flowNetwork", options, table);
  const { dimension, hidden = [64, 64, 64], layer = "concatsquash", activation = "tanh" } = options;
  const random = randomSource(options.seed);
  const act = activations[activation];
  const widths = [dimension, ...hidden, dimension];
  const layers = widths
    .slice(1)
    .map((outputs, i) => flowLayer(layer, widths[i] as number, outputs, random));
  const variables = layers.flatMap((each) => each.variables);
  const last = layers.length - 1;

  /**
   * Applies the layers; before each, `carry` gets what the tangents are to be multiplied by: the layer, its gate, and the
   * slope of the activation after it, which the last layer lacks.
   */
  function apply(t: FlowTime, z: Tensor, carry?: Carry): Tensor {
    let h = z;
    for (const [i, each] of layers.entries()) {
      const modulation = each.modulation(t);
      const x = outputOf(each, modulation, h);
      h = i === last ? x : act.value(x);
      carry?.(each, modulation.gate, i === last ? undefined : act.slope(x, h));
    }
    return h;
  }

  return {
    dimension,
    variables,
    evaluate: (t, z) => apply(t, z),
    jacobianProduct(t, z, vector) {
      let product = vector;
      const value = apply(t, z, ({ kernel }, gate, slope) => {
        product = times(times(matMul(product, kernel), gate), slope);
      });
      return { value, product };
    },
    divergence(t, z) {
      // ∂h/∂z for each row, shape [1 or batch, dimension, width]; undefined for the identity.
      let tangent: Tensor | undefined;
      let trace: Tensor | undefined;
      const value = apply(t, z, ({ kernel }, gate, slope) => {
        if (slope === undefined) {
          trace = traceOfProduct(tangent ?? expandDims(eye(dimension), 0), times(kernel, gate));
          return;
        }
        const product = tangent === undefined ? expandDims(kernel, 0) : multiply(tangent, kernel);
        tangent = mul(times(product, gate), expandDims(slope, 1));
      });
      const found = trace as unknown as Tensor;
      // Without hidden layers the trace is the same for all rows.
      const batch = z.shape[0] as number;
      return { value, trace: found.shape[0] === batch ? found : mul(found, ones([batch, 1])) };
    },
    dispose: () => dispose([...variables]),
  };
}

type Carry = (layer: FlowLayer, gate: Tensor | undefined, slope: Tensor | undefined) => void;

function outputOf({ kernel, bias }: FlowLayer, { gate, shift }: Modulation, h: Tensor): Tensor {
  const x = times(add(matMul(h, kernel), bias), gate);
  return shift === undefined ? x : add(x, shift);
}

function times(x: Tensor, factor: Tensor | undefined): Tensor {
  return factor === undefined ? x : mul(x, factor);
}

/** Σ_ik V_ik W_ki for each row, shape [rows, 1]: the product itself is never formed. */
function traceOfProduct(tangent: Tensor, kernel: Tensor): Tensor {
  const rows = reshape(tangent, [tangent.shape[0] as number, -1]);
  return matMul(rows, reshape(transpose(kernel), [-1, 1]));
}

/** [rows, d, inputs] times [inputs, outputs]. */
function multiply(tangent: Tensor, kernel: Tensor): Tensor {
  const [rows, d, inputs] = tangent.shape as [number, number, number];
  return reshape(matMul(reshape(tangent, [rows * d, inputs]), kernel), [rows, d, -1]);
}
