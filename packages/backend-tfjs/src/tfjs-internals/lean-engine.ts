import {
  engine,
  env,
  Identity,
  type KernelBackend,
  type NamedAttrMap,
  type NamedTensorMap,
  Tensor,
  type TensorContainer,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { findKernel } from "../kernels/find-kernel.js";
import type { EngineState } from "./engine-state.js";
import type { TapeNode } from "./tape-node.js";

/** Takes down operations in the engine's stead. */
export interface Recorder {
  /** The engine's active tape as long as this recorder is at work. */
  readonly tape: Array<TapeNode>;
  /** What must live as long as the tape, beside what its nodes saved. */
  readonly kept: Array<{ dispose(): void }>;
  /** Called after every operation that the engine would have recorded. */
  note(
    kernelName: string,
    inputs: NamedTensorMap,
    attrs: NamedAttrMap | undefined,
    outputs: Array<Tensor>,
  ): void;
}

type Output = Tensor | Array<Tensor>;

/** As much of the engine as is used here, not all of it declared. */
interface Lean {
  readonly state: EngineState;
  readonly backendName: string;
  readonly backend: KernelBackend;
  runKernel: (name: string, inputs: NamedTensorMap, attrs?: NamedAttrMap) => Output;
  endScope: (result?: TensorContainer) => void;
  makeTensorFromTensorInfo(info: TensorInfo): Tensor;
}

let current: Recorder | undefined;

/**
 * Runs `body`, one evaluation of f, with an engine that does less beside its work: two of its methods are replaced by
 * ones with the same effect, without what serves profiles, debugging and checks for leaks, and without the clones that a
 * recording costs. If any of these is wanted, or somebody else has replaced a method, the engine stays as it is.
 *
 * @param recorder Who takes down what is recorded on its tape; other tapes stay the engine's business.
 */
export function leanly<T>(recorder: Recorder | undefined, body: () => T): T {
  const target = engine() as unknown as Lean;
  const before = current;
  const installs = !isLean(target) && mayBeLean(target);
  if (installs) {
    target.runKernel = runKernel;
    target.endScope = endScope;
  }
  current = recorder;
  try {
    return body();
  } finally {
    current = before;
    if (installs) {
      // In this order: an object that loses the property it gained last stays as fast as it was.
      delete (target as Partial<Lean>).endScope;
      delete (target as Partial<Lean>).runKernel;
    }
  }
}

/** Tells the recorder at work, if any, that a tensor is a copy of another which was made without an operation. */
export function noteCopy(original: Tensor, copy: Tensor): void {
  const { state } = engine() as unknown as Lean;
  const recorded = state.gradientDepth > 0 && state.kernelDepth === 0;
  if (!recorded || current === undefined || current.tape !== state.activeTape) return;
  current.note(Identity, { x: original }, undefined, [copy]);
}

/** Lets things live as long as the tape of the recorder at work. */
export function keepWithTape(things: ReadonlyArray<{ dispose(): void }>): void {
  for (const thing of things) current?.kept.push(thing);
}

/** Whether the engine is lean now. */
export function isLean(target = engine() as unknown as Lean): boolean {
  return target.runKernel === runKernel;
}

function mayBeLean(target: Lean): boolean {
  if (Object.hasOwn(target, "runKernel") || Object.hasOwn(target, "endScope")) return false;
  return !(target.state.profiling || env().getBool("DEBUG") || env().getBool("IS_TEST"));
}

function runKernel(this: Lean, name: string, inputs: NamedTensorMap, attrs?: NamedAttrMap): Output {
  const { state } = this;
  const recorded = state.gradientDepth > 0 && state.kernelDepth === 0;
  const ours = !recorded || (current !== undefined && current.tape === state.activeTape);
  const kernel = ours ? findKernel(name, this.backendName) : undefined;
  if (kernel === undefined) return original(this).runKernel.call(this, name, inputs, attrs);
  let out: TensorInfo | Array<TensorInfo>;
  state.kernelDepth++;
  try {
    out = kernel.kernelFunc({ inputs, attrs: attrs as NamedAttrMap, backend: this.backend });
  } finally {
    state.kernelDepth--;
  }
  if (Array.isArray(out)) {
    const outputs = out.map((info) => tensorOf(this, info));
    if (recorded) (current as Recorder).note(name, inputs, attrs, outputs);
    return outputs;
  }
  const output = tensorOf(this, out);
  if (recorded) (current as Recorder).note(name, inputs, attrs, [output]);
  return output;
}

/** Kernels of tfjs-node return tensors already. */
function tensorOf(target: Lean, info: TensorInfo): Tensor {
  return "rank" in info ? (info as Tensor) : target.makeTensorFromTensorInfo(info);
}

/** The same as the engine's, for the results that nearly all scopes have: nothing, a tensor, a few of them. */
function endScope(this: Lean, result?: TensorContainer): void {
  const survivors = survivorsOf(result);
  if (survivors === undefined) {
    original(this).endScope.call(this, result);
    return;
  }
  const { state } = this;
  const scope = state.activeScope as NonNullable<EngineState["activeScope"]>;
  for (const tensor of scope.track) {
    if (!tensor.kept && !isAmong(tensor, survivors)) tensor.dispose();
  }
  state.scopeStack.pop();
  const parent = state.scopeStack[state.scopeStack.length - 1] ?? null;
  state.activeScope = parent;
  if (parent === null) return;
  for (const tensor of survivors) {
    if (tensor.kept || tensor.scopeId !== scope.id) continue;
    (tensor as { scopeId: number }).scopeId = parent.id;
    parent.track.push(tensor);
  }
}

const NOTHING: ReadonlyArray<Tensor> = [];
const FEW = 8;

function survivorsOf(result: TensorContainer): ReadonlyArray<Tensor> | undefined {
  if (result === undefined || result === null) return NOTHING;
  if (result instanceof Tensor) return [result];
  if (!Array.isArray(result) || result.length > FEW) return undefined;
  return result.every((item) => item instanceof Tensor) ? (result as Array<Tensor>) : undefined;
}

function isAmong({ id }: Tensor, survivors: ReadonlyArray<Tensor>): boolean {
  for (const survivor of survivors) if (survivor.id === id) return true;
  return false;
}

function original(target: Lean): Lean {
  return Object.getPrototypeOf(target) as Lean;
}
