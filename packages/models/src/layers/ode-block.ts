import { checkOptions, InvalidArgumentError } from "@symplectic-adjoint/core";
import {
  concat,
  fill,
  mul,
  ones,
  type Scalar,
  serialization,
  type Tensor,
  tidy,
  zeros,
} from "@tensorflow/tfjs-core";
import { type LayerVariable, layers } from "@tensorflow/tfjs-layers";
import { type DynamicsWith, dynamicsWith } from "../solving/compile.js";
import { lastOf, type OdeintOptions, solveWith } from "../solving/odeint-choice.js";
import {
  blockTable,
  isSavedLayer,
  type OdeBlockArgs,
  type OdeBlockSolve,
  odeintByName,
  solveTable,
} from "./ode-block-options.js";

type LayerShape = Array<number | null>;

/** The layer that {@link odeBlock} makes. Its weights are those of the dynamics. */
class OdeBlock extends layers.Layer {
  static readonly className = "OdeBlock";
  // Not set while the constructor of Layer runs, which uses `trainable`.
  readonly #dynamics: layers.Layer | undefined;
  readonly #args: OdeBlockArgs;
  readonly #f: DynamicsWith<[Tensor], []>;

  constructor(args: OdeBlockArgs) {
    const { dynamics, trainable, ...rest } = args;
    super(layerArgs(rest));
    this.#dynamics = dynamics;
    this.#args = args;
    this.#f = dynamicsWith(args.compile, (t, [y]: [Tensor]) => [this.#velocity(t, y)]);
    if (trainable !== undefined) this.trainable = trainable;
  }

  get dynamics(): layers.Layer {
    return this.#dynamics as layers.Layer;
  }

  override get trainable(): boolean {
    return this.#has() ? this.dynamics.trainable : true;
  }

  override set trainable(value: boolean) {
    if (this.#has()) this.dynamics.trainable = value;
  }

  override get trainableWeights(): Array<LayerVariable> {
    return this.dynamics.trainableWeights;
  }

  override set trainableWeights(_weights: Array<LayerVariable>) {
    throw ownedByDynamics("trainableWeights");
  }

  override get nonTrainableWeights(): Array<LayerVariable> {
    return this.dynamics.nonTrainableWeights;
  }

  override set nonTrainableWeights(_weights: Array<LayerVariable>) {
    throw ownedByDynamics("nonTrainableWeights");
  }

  override get losses(): layers.Layer["losses"] {
    return this.dynamics.losses;
  }

  override setFastWeightInitDuringBuild(value: boolean): void {
    super.setFastWeightInitDuringBuild(value);
    this.dynamics.setFastWeightInitDuringBuild(value);
  }

  override build(inputShape: LayerShape | Array<LayerShape>): void {
    const state = this.computeOutputShape(inputShape) as LayerShape;
    const input = this.#args.time === true ? lengthened(state, 1) : state;
    if (!this.dynamics.built) {
      this.dynamics.build(input);
      this.dynamics.built = true;
    }
    const output = this.dynamics.computeOutputShape(input) as LayerShape;
    if (output.length !== state.length || output.at(-1) !== state.at(-1)) {
      throw new InvalidArgumentError({
        argument: "dynamics",
        value: output,
        problem: `must have an output of the shape of the state, [${shown(state)}]`,
        remedy: `Write tf.layers.dense({ units: ${state.at(-1)} }) as its last layer, say.`,
      });
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: LayerShape | Array<LayerShape>): LayerShape {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as LayerShape;
    return lengthened(shape, this.#args.augment ?? 0);
  }

  override call(inputs: Tensor | Array<Tensor>): Tensor {
    return tidy(() => {
      const { endTime = 1, augment = 0, odeint = "odeintSymplecticAdjoint" } = this.#args;
      const given = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor;
      const y0 = augment === 0 ? given : concat([given, zeros([...outerOf(given), augment])], -1);
      const choice = { odeint: odeintByName[odeint], options: solveOptions(this.#args) };
      const weights = this.dynamics.trainableWeights.map((weight) => weight.read());
      return lastOf(solveWith<[Tensor]>(choice, this.#f(), [y0], [0, endTime], weights))[0];
    });
  }

  override getConfig(): serialization.ConfigDict {
    const { dynamics: _, compile: __, ...all } = this.#args;
    const { inputShape: ___, batchInputShape: ____, ...rest } = all;
    const { dynamics } = this;
    const inner = { className: dynamics.getClassName(), config: dynamics.getConfig() };
    return { ...super.getConfig(), ...given(rest), dynamics: inner } as serialization.ConfigDict;
  }

  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    // TensorFlow.js adds the custom objects of the call that loads.
    const { dynamics, customObjects: _, ...rest } = config as Record<string, unknown>;
    return new cls({ ...rest, dynamics: loadLayer(dynamics) });
  }

  #velocity(t: number | Scalar, y: Tensor): Tensor {
    if (this.#args.time !== true) return this.dynamics.apply(y) as Tensor;
    const shape = [...outerOf(y), 1];
    const times = typeof t === "number" ? fill(shape, t) : mul(ones(shape), t);
    return this.dynamics.apply(concat([y, times], -1)) as Tensor;
  }

  #has(): boolean {
    // The private field does not exist yet while the constructor of Layer runs.
    return #dynamics in this && this.#dynamics !== undefined;
  }
}

/**
 * A layer for `tf.layers` that solves y' = f(t, y) from 0 to `endTime`, starting from its input: a block of a neural ODE
 * (Chen et al., NeurIPS 2018, arXiv 1806.07366). It works in `tf.sequential` and `tf.model`, is trained by `model.fit`, and
 * saved by `model.save` with its weights and options. Before `tf.loadLayersModel` in a new program, call
 * {@link registerOdeBlock}.
 *
 * With `augment` zeros are appended to the state, so that trajectories can pass one another: an augmented neural ODE (Dupont,
 * Doucet & Teh, NeurIPS 2019, arXiv 1904.01681).
 *
 * On engines that only read asynchronously, such as WebGPU, layers cannot wait: give `stepSize` or `stepsPerInterval`.
 *
 * @throws OdeError for invalid arguments, or dynamics whose output has not the shape of the state.
 * @example
 * const dynamics = tf.sequential({
 *   layers: [
 *     tf.layers.dense({ units: 16, activation: "tanh", inputShape: [2] }),
 *     tf.layers.dense({ units: 2 }),
 *   ],
 * });
 * const model = tf.sequential({
 *   layers: [odeBlock({ dynamics, inputShape: [2] }), tf.layers.dense({ units: 1 })],
 * });
 */
export function odeBlock(args: OdeBlockArgs): layers.Layer {
  checkOptions("odeBlock", args, blockTable);
  registerOdeBlock();
  return new OdeBlock(args);
}

/**
 * Makes the layer of {@link odeBlock} known to `tf.loadLayersModel`. `odeBlock` does so as well; importing this package does
 * not.
 *
 * @example
 * registerOdeBlock();
 * const model = await tf.loadLayersModel("indexeddb://model");
 */
export function registerOdeBlock(): void {
  if (OdeBlock.className in serialization.SerializationMap.getMap().classNameMap) return;
  serialization.registerClass(OdeBlock);
}

/** Builds a saved layer again. */
function loadLayer(saved: unknown): layers.Layer {
  const { classNameMap } = serialization.SerializationMap.getMap();
  if (!isSavedLayer(saved) || !Object.hasOwn(classNameMap, saved.className)) {
    throw new InvalidArgumentError({
      argument: "dynamics",
      value: isSavedLayer(saved) ? saved.className : saved,
      problem: "of a saved odeBlock is of a class that is not known",
      remedy: "Call tf.serialization.registerClass with it before you load the model.",
    });
  }
  const [cls, fromConfig] = classNameMap[saved.className] as (typeof classNameMap)[string];
  return fromConfig(cls, saved.config as serialization.ConfigDict) as layers.Layer;
}

function layerArgs({ name, dtype, inputShape, batchInputShape }: Partial<OdeBlockArgs>): object {
  return given({ name, dtype, inputShape, batchInputShape });
}

function solveOptions(args: OdeBlockSolve): OdeintOptions {
  const { odeint: _, ...names } = solveTable;
  return Object.fromEntries(
    Object.keys(names).flatMap((name) => {
      const value = args[name as keyof OdeBlockSolve];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Without what is undefined. */
function given(record: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function lengthened(shape: LayerShape, more: number): LayerShape {
  const last = shape.at(-1);
  return [...shape.slice(0, -1), typeof last === "number" ? last + more : null];
}

/** The lengths of all axes but the last. */
function outerOf({ shape }: Tensor): Array<number> {
  return shape.slice(0, -1);
}

function shown(shape: LayerShape): string {
  return shape.map((length) => length ?? "batch").join(", ");
}

function ownedByDynamics(name: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: name,
    problem: "of an odeBlock are those of its dynamics",
    remedy: `Set ${name} of the dynamics.`,
  });
}
