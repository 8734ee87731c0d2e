import {
  type GradConfig,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  Variable,
} from "@tensorflow/tfjs-core";
import { type HeldBuffer, holdBuffer } from "../tfjs-internals/held-buffer.js";
import { nextNodeId, recordingDepth } from "../tfjs-internals/record-deeper.js";
import type { Recorder } from "../tfjs-internals/recorder.js";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import { gradientOf, ownVjp } from "../vjps/gradient-of.js";
import type { KernelVjp } from "../vjps/kernel-vjp.js";
import { isDifferentiable } from "./prune-tape.js";
import { type RecordedNode, registeredGradient, savedOf } from "./recorded-node.js";

/** Records one evaluation of f. */
export interface EvaluationRecorder extends Recorder {
  /** Tensors from outside that were read, and that are not among those to differentiate with respect to. */
  readonly reads: ReadonlySet<Tensor>;
  /** Whether `wanted` is known of every node, because none is the engine's. */
  readonly sieved: boolean;
  /** Adds operations recorded by the engine itself, such as `tf.customGrad`. */
  settle(): void;
}

/**
 * A recorder that saves of each operation what its gradient with respect to certain tensors needs, and leaves out
 * operations that do not depend on them. Where f takes a gradient itself, everything of that is recorded: it may want
 * others.
 *
 * @param horizon Tensors with a smaller id were there before.
 * @param from Ids of the tensors to differentiate with respect to. If there are none, everything is recorded and saved.
 */
export function recorder(horizon: number, from?: Iterable<number>): EvaluationRecorder {
  return new SievingRecorder(horizon, from);
}

/** Whether a tensor was there before the evaluation, or outlives it as variables do. */
export function isOutside(tensor: Tensor, horizon: number): boolean {
  return tensor.id < horizon || tensor instanceof Variable;
}

const NOTHING: ReadonlyArray<string> = [];

class SievingRecorder implements EvaluationRecorder {
  readonly tape: Array<TapeNode> = [];
  readonly kept: Array<{ dispose(): void }> = [];
  readonly reads = new Set<Tensor>();
  private readonly horizon: number;
  private readonly dependent: Set<number> | undefined;
  private settled = 0;
  private foreign = false;

  constructor(horizon: number, from: Iterable<number> | undefined) {
    this.horizon = horizon;
    this.dependent = from === undefined ? undefined : new Set(from);
  }

  note(
    kernelName: string,
    inputs: NamedTensorMap,
    attrs: NamedAttrMap | undefined,
    outputs: Array<Tensor>,
  ): void {
    this.settle();
    const wanted = this.sieve(inputs);
    const everything = this.dependent === undefined || recordingDepth() > 1;
    if (wanted.length === 0 && !everything) return;
    if (wanted.length > 0) this.follow(outputs);
    const config = gradientOf(kernelName);
    const vjp = config === undefined || !isFloat(outputs) ? undefined : ownVjp(config);
    const saved = save(config, inputs, outputs, everything ? undefined : vjp, wanted);
    const node: RecordedNode = {
      id: nextNodeId(),
      kernelName,
      inputs,
      outputs,
      saved,
      gradient: config && registeredGradient,
      attrs,
      config,
      vjp,
      wanted,
    };
    this.settled = this.tape.push(node);
  }

  get sieved(): boolean {
    return this.dependent !== undefined && !this.foreign;
  }

  settle(): void {
    if (this.settled === this.tape.length) return;
    this.foreign = true;
    let left: ReadonlyArray<TapeNode> = this.tape.slice(this.settled);
    this.settled = this.tape.length;
    // The engine records the clones of what an operation saves before the operation itself, even of its outputs.
    for (let before = Number.POSITIVE_INFINITY; left.length < before; ) {
      before = left.length;
      left = left.filter(({ inputs, outputs }) => {
        if (this.sieve(inputs).length === 0) return true;
        this.follow(outputs);
        return false;
      });
    }
  }

  /** The names of the inputs that depend on what is differentiated; notes what else comes from outside. */
  private sieve(inputs: NamedTensorMap): ReadonlyArray<string> {
    const { dependent, horizon } = this;
    if (dependent === undefined) return NOTHING;
    let wanted: Array<string> | undefined;
    for (const name in inputs) {
      const input = inputs[name];
      if (input == null) continue;
      if (dependent.has(input.id)) {
        if (wanted === undefined) wanted = [name];
        else wanted.push(name);
      } else if (isOutside(input, horizon)) this.reads.add(input);
    }
    return wanted ?? NOTHING;
  }

  private follow(outputs: ReadonlyArray<Tensor>): void {
    for (const output of outputs) if (isDifferentiable(output)) this.dependent?.add(output.id);
  }
}

function save(
  config: GradConfig | undefined,
  inputs: NamedTensorMap,
  outputs: ReadonlyArray<Tensor>,
  vjp: KernelVjp | undefined,
  wanted: ReadonlyArray<string>,
): ReadonlyArray<HeldBuffer | undefined> {
  if (config === undefined) return [];
  if (vjp === undefined) return savedOf(config, inputs, outputs).map(holdBuffer);
  const { inputsToSave = [] } = config;
  const saved: Array<HeldBuffer | undefined> = [];
  for (const name of wanted) {
    for (const i of vjp.needs[name] as ReadonlyArray<number>) {
      const source = i < inputsToSave.length ? inputs[inputsToSave[i] as string] : outputs[0];
      saved[i] ??= holdBuffer(source as Tensor);
    }
  }
  return saved;
}

function isFloat(outputs: ReadonlyArray<Tensor>): boolean {
  return outputs.length === 1 && outputs[0]?.dtype === "float32";
}
