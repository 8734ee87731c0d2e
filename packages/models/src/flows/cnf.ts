import { checkOptions, checkValue, InvalidArgumentError, required } from "@symplectic-adjoint/core";
import {
  add,
  dispose,
  mean,
  mul,
  neg,
  randomNormal,
  randomUniform,
  type Scalar,
  scalar,
  sign,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  type Variable,
  zeros,
} from "@tensorflow/tfjs-core";
import { checkTensor } from "../checks/check-tensor.js";
import { count } from "../checks/requirements.js";
import { newVariable } from "../networks/initial-weights.js";
import { lastOf, solveWith } from "../solving/odeint-choice.js";
import { type BlockDynamics, blockDynamics } from "./block-dynamics.js";
import type { FlowState, PenalisedFlowState } from "./cnf-dynamics.js";
import {
  type CnfLossOptions,
  type CnfOptions,
  type CnfSampleOptions,
  cnfLossTable,
  cnfSampleTable,
  cnfTable,
} from "./cnf-options.js";
import type { FlowField } from "./flow-field.js";

/** A continuous normalizing flow: see {@link cnf}. */
export interface Cnf {
  /** Length of a data row. */
  readonly dimension: number;
  /** All variables to train: those of the fields, and those of the end times if they are trained. */
  readonly variables: ReadonlyArray<Variable>;
  /** −mean log p(x) in nats, and the penalties: to be minimised. x has the shape [batch, dimension]. */
  loss(x: Tensor2D, options?: CnfLossOptions): Scalar;
  /** log p(x) in nats with the exact trace, shape [batch]. */
  logDensity(x: Tensor2D): Tensor1D;
  /** The base variables z of data x: one solve per block, without density. */
  transform(x: Tensor2D): Tensor2D;
  /** The data x of base variables z: the same solves backward. */
  invert(z: Tensor2D): Tensor2D;
  /** Random rows from the flow's distribution, shape [rows, dimension]. */
  sample(rows: number, options?: CnfSampleOptions): Tensor2D;
  /** Frees the variables, those of fields made by `flowNetwork` included. */
  dispose(): void;
}

/** A block: a field with its functions, and √T if T is trained. */
interface Block {
  readonly field: FlowField;
  readonly dynamics: BlockDynamics;
  readonly root: Variable | undefined;
}

/**
 * A continuous normalizing flow (Chen et al., NeurIPS 2018, arXiv 1806.07366; FFJORD: Grathwohl et al., ICLR 2019, arXiv
 * 1810.01367): data x flow to z = z(T) by z' = f(t, z), and log p(x) = log N(z; 0, 1) + ∫ tr ∂f/∂z dt.
 *
 * With `trainEndTime`, T = (√T)² of a variable √T, and the solve runs over [0, 1] with T·f(T·s, z): the same map, whose
 * gradient contains that of T.
 *
 * With `compile` each block has up to three programs, made when they are first needed: of z alone, and with the density by the
 * exact trace or by noise. Noise and end time are their arguments.
 *
 * Its functions can be called in `tf.variableGrads` and `optimizer.minimize`. Results are yours to dispose of; nothing else
 * is left.
 *
 * @throws OdeError for invalid options or data; IntegrationError if a solve fails.
 * @example
 * const flow = cnf({ fields: [flowNetwork({ dimension: 2 })], trainEndTime: true, options: { rtol: 1e-5, atol: 1e-5 } });
 * const optimizer = tf.train.adam(1e-3);
 * optimizer.minimize(() => flow.loss(x), false, flow.variables);
 * const samples = flow.sample(100);
 */
export function cnf(options: CnfOptions): Cnf {
  checkOptions("cnf", options, cnfTable);
  const { fields, endTime = 1, trainEndTime = false, compile } = options;
  const { dimension } = fields[0] as FlowField;
  // Before the variables, which nobody would free if this fails.
  const dynamics = fields.map((field) => blockDynamics(field, compile));
  const blocks = fields.map((field, i): Block => {
    const root = trainEndTime ? newVariable(() => scalar(Math.sqrt(endTime))) : undefined;
    return { field, root, dynamics: dynamics[i] as BlockDynamics };
  });
  const roots = blocks.flatMap(({ root }) => root ?? []);
  const variables = [...new Set([...fields.flatMap((field) => field.variables), ...roots])];

  /** Solves one block; the initial state is that at t = 0, or at T if `backward`. */
  function solveBlock<State extends Array<Tensor>>(
    { field, root }: Block,
    state: State,
    dynamicsOf: (end: Scalar | undefined) => (t: number, state: State) => State,
    backward = false,
  ): State {
    const end = root === undefined ? undefined : (square(root) as Scalar);
    const last = end === undefined ? endTime : 1;
    const parameters = end === undefined ? field.variables : [...field.variables, end];
    const times = backward ? [last, 0] : [0, last];
    return lastOf(solveWith(options, dynamicsOf(end), state, times, parameters));
  }

  function transport(x: Tensor2D, backward: boolean): Tensor2D {
    let z: Tensor = x;
    for (const block of backward ? [...blocks].reverse() : blocks) {
      [z] = solveBlock<[Tensor]>(block, [z], block.dynamics.velocity, backward);
    }
    return z as Tensor2D;
  }

  /** The state of all blocks' dynamics at the end, from x and zeros. */
  function flowThrough<State extends FlowState | PenalisedFlowState>(
    x: Tensor2D,
    more: number,
    noise: Tensor | undefined,
  ): State {
    const rows = x.shape[0];
    let state = [x, ...Array.from({ length: more }, () => zeros([rows, 1]))] as State;
    for (const block of blocks) {
      const { density } = block.dynamics;
      state = solveBlock<State>(block, state, (end) => density<State>(noise, end));
    }
    return state;
  }

  const checkRows = (argument: string, value: unknown) =>
    checkTensor(
      argument,
      value,
      [null, dimension],
      `Write a tensor of rows of ${dimension} numbers.`,
    );

  return {
    dimension,
    variables: variables as Array<Variable>,
    loss(x, lossOptions = {}) {
      checkRows("x", x);
      checkOptions("loss", lossOptions, cnfLossTable);
      const { divergence = "hutchinson", kinetic = 0, jacobian = 0 } = lossOptions;
      const penalised = kinetic > 0 || jacobian > 0;
      if (penalised && divergence === "exact") throw penaltyOfExact(lossOptions);
      return tidy(() => {
        const noise = divergence === "exact" ? undefined : drawNoise(x.shape, lossOptions);
        if (!penalised) {
          const [z, l] = flowThrough<FlowState>(x, 1, noise);
          return neg(mean(densityOf(z, l))) as Scalar;
        }
        const [z, l, k, j] = flowThrough<PenalisedFlowState>(x, 3, noise);
        const penalties = add(mul(mean(k), kinetic), mul(mean(j), jacobian));
        return sub(penalties, mean(densityOf(z, l))) as Scalar;
      });
    },
    logDensity(x) {
      checkRows("x", x);
      return tidy(() => {
        const [z, l] = flowThrough<FlowState>(x, 1, undefined);
        return squeeze(densityOf(z, l), [1]) as Tensor1D;
      });
    },
    transform(x) {
      checkRows("x", x);
      return tidy(() => transport(x, false));
    },
    invert(z) {
      checkRows("z", z);
      return tidy(() => transport(z, true));
    },
    sample(rows, sampleOptions = {}) {
      checkValue("rows", rows, required(count("rows")));
      checkOptions("sample", sampleOptions, cnfSampleTable);
      const { seed } = sampleOptions;
      return tidy(() =>
        transport(randomNormal([rows, dimension], 0, 1, "float32", seed) as Tensor2D, true),
      );
    },
    dispose() {
      for (const field of fields) field.dispose();
      dispose(roots);
    },
  };
}

/** log N(z; 0, 1) − ℓ, shape [batch, 1]. */
function densityOf(z: Tensor, l: Tensor): Tensor {
  const constant = 0.5 * (z.shape[1] as number) * Math.log(2 * Math.PI);
  const base = sub(mul(sum(square(z), 1, true), -0.5), constant);
  return sub(base, l);
}

function drawNoise(shape: [number, number], { noise, seed }: CnfLossOptions): Tensor {
  if (noise === "rademacher") {
    // A uniform number that is exactly 1/2 must not give 0.
    const uniform = randomUniform(shape, -1, 1, "float32", seed);
    return sign(add(sign(uniform), 0.5));
  }
  return randomNormal(shape, 0, 1, "float32", seed);
}

function penaltyOfExact({ kinetic, jacobian }: CnfLossOptions): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: (kinetic ?? 0) > 0 ? "kinetic" : "jacobian",
    value: (kinetic ?? 0) > 0 ? kinetic : jacobian,
    problem: "is a penalty that is integrated with a random vector, which the exact trace lacks",
    remedy: 'Write divergence: "hutchinson".',
  });
}
