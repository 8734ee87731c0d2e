import {
  type GradConfig,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  Variable,
} from "@tensorflow/tfjs-core";
import { type HeldBuffer, holdBuffer } from "../tfjs-internals/held-buffer.js";
import { nextNodeId, recordingDepth } from "../tfjs-internals/record-nested.js";
import type { Recorder } from "../tfjs-internals/recorder.js";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import { gradientOf, ownVjp } from "../vjps/gradient-of.js";
import type { KernelVjp } from "../vjps/kernel-vjp.js";
import { isDifferentiable } from "./prune-tape.js";
import { type RecordedNode, registeredGradient, savedOf } from "./recorded-node.js";

/** Records one evaluation of f. */
export interface EvaluationRecorder extends Recorder {
  /** External tensors that were read, except those to differentiate with respect to. */
  readonly reads: ReadonlySet<Tensor>;
  /** Whether `wanted` is known for every node: no node was recorded by the engine. */
  readonly filtered: boolean;
  /** Adds operations recorded by the engine itself, such as `tf.customGrad`. */
  includeEngineNodes(): void;
}

/**
 * A recorder that saves only what the gradients with respect to certain tensors need, and omits operations that do not
 * depend on these. Gradients computed inside f are recorded completely: they may need other inputs.
 *
 * @param horizon Tensors with a smaller id existed before.
 * @param from Ids of the tensors to differentiate with respect to. If undefined, everything is recorded and saved.
 */
export function recorder(horizon: number, from?: Iterable<number>): EvaluationRecorder {
  return new FilteringRecorder(horizon, from);
}

/** Whether a tensor existed before the evaluation, or outlives it as variables do. */
export function isOutside(tensor: Tensor, horizon: number): boolean {
  return tensor.id < horizon || tensor instanceof Variable;
}

const NOTHING: ReadonlyArray<string> = [];

class FilteringRecorder implements EvaluationRecorder {
  readonly tape: Array<TapeNode> = [];
  readonly kept: Array<{ dispose(): void }> = [];
  readonly reads = new Set<Tensor>();
  private readonly horizon: number;
  private readonly dependent: Set<number> | undefined;
  private included = 0;
  private hasEngineNodes = false;

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
    this.includeEngineNodes();
    const wanted = this.dependentInputs(inputs);
    const everything = this.dependent === undefined || recordingDepth() > 1;
    if (wanted.length === 0 && !everything) return;
    if (wanted.length > 0) this.markDependent(outputs);
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
    this.included = this.tape.push(node);
  }

  get filtered(): boolean {
    return this.dependent !== undefined && !this.hasEngineNodes;
  }

  includeEngineNodes(): void {
    if (this.included === this.tape.length) return;
    this.hasEngineNodes = true;
    let left: ReadonlyArray<TapeNode> = this.tape.slice(this.included);
    this.included = this.tape.length;
    // The engine records the clones of what an operation saves before the operation itself, even of its outputs.
    for (let before = Number.POSITIVE_INFINITY; left.length < before; ) {
      before = left.length;
      left = left.filter(({ inputs, outputs }) => {
        if (this.dependentInputs(inputs).length === 0) return true;
        this.markDependent(outputs);
        return false;
      });
    }
  }

  /** The names of the inputs to differentiate. Adds other external inputs to `reads`. */
  private dependentInputs(inputs: NamedTensorMap): ReadonlyArray<string> {
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

  private markDependent(outputs: ReadonlyArray<Tensor>): void {
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
