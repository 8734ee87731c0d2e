import {
  getKernel,
  type KernelBackend,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorMap,
  Tensor,
  type TensorContainer,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { EngineState } from "./engine-state.js";
import { type Recorder, recording } from "./recorder.js";
import { isLeanEngineInUse } from "./use-lean-engine.js";

/** What a kernel returns. */
export type Output = Tensor | Array<Tensor>;

/** The part of the engine that the lean methods use, partly undeclared. */
export interface LeanTarget {
  readonly state: EngineState;
  readonly backendName: string;
  readonly backend: KernelBackend;
  runKernel: (name: string, inputs: NamedTensorMap, attrs?: NamedAttrMap) => Output;
  endScope: (result?: TensorContainer) => void;
  makeTensorFromTensorInfo(info: TensorInfo): Tensor;
}

/** Equivalent to the engine's method, without profiling, debugging and leak checks. The active recorder records it. */
export function leanRunKernel(
  this: LeanTarget,
  name: string,
  inputs: NamedTensorMap,
  attrs?: NamedAttrMap,
): Output {
  const { state } = this;
  const { current } = recording;
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
function tensorOf(target: LeanTarget, info: TensorInfo): Tensor {
  return "rank" in info ? (info as Tensor) : target.makeTensorFromTensorInfo(info);
}

/** Equivalent to the engine's method; a fast path for common scope results: none, one tensor, or a few. */
export function leanEndScope(this: LeanTarget, result?: TensorContainer): void {
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
const MOST_SURVIVORS = 8;

function survivorsOf(result: TensorContainer): ReadonlyArray<Tensor> | undefined {
  if (result === undefined || result === null) return NOTHING;
  if (result instanceof Tensor) return [result];
  if (!Array.isArray(result) || result.length > MOST_SURVIVORS) return undefined;
  return result.every((item) => item instanceof Tensor) ? (result as Array<Tensor>) : undefined;
}

function isAmong({ id }: Tensor, survivors: ReadonlyArray<Tensor>): boolean {
  for (const survivor of survivors) if (survivor.id === id) return true;
  return false;
}

function original(target: LeanTarget): LeanTarget {
  return Object.getPrototypeOf(target) as LeanTarget;
}

type Registry = ReadonlyMap<string, KernelConfig>;

// Keys of the kernel registry. TensorFlow.js builds and hashes a key on every lookup.
let owner = "";
let keys = new Map<string, string>();

/** `getKernel` without building the key; always reflects the current registrations. */
export function findKernel(kernelName: string, backendName: string): KernelConfig | undefined {
  if (!isLeanEngineInUse()) return getKernel(kernelName, backendName);
  if (backendName !== owner) {
    owner = backendName;
    keys = new Map();
  }
  let key = keys.get(kernelName);
  if (key === undefined) {
    key = `${backendName}_${kernelName}`;
    keys.set(kernelName, key);
  }
  registry ??= findRegistry();
  return registry?.get(key) ?? getKernel(kernelName, backendName);
}

let registry: Registry | undefined;

/** The global kernel map of tfjs-core, shared by all its copies in a program. */
function findRegistry(): Registry | undefined {
  const { _tfGlobals } = globalThis as { _tfGlobals?: ReadonlyMap<string, unknown> };
  return _tfGlobals?.get("kernelRegistry") as Registry | undefined;
}
