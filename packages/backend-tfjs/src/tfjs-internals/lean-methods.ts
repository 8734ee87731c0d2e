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

/** As much of the engine as the lean methods use, not all of it declared. */
export interface LeanTarget {
  readonly state: EngineState;
  readonly backendName: string;
  readonly backend: KernelBackend;
  runKernel: (name: string, inputs: NamedTensorMap, attrs?: NamedAttrMap) => Output;
  endScope: (result?: TensorContainer) => void;
  makeTensorFromTensorInfo(info: TensorInfo): Tensor;
}

/** The same as the engine's method, without what serves profiles, debugging and checks for leaks; recorded by a recorder. */
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

/** The same as the engine's method, for the results that nearly all scopes have: nothing, a tensor, a few of them. */
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

function original(target: LeanTarget): LeanTarget {
  return Object.getPrototypeOf(target) as LeanTarget;
}

type Registry = ReadonlyMap<string, KernelConfig>;

// Keys as the registry has them. The engine puts one together, and hashes it, at every look.
let owner = "";
let keys = new Map<string, string>();

/** `getKernel` without making a key, and like it without a memory: what is registered now is what comes. */
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

/** The map in which tfjs-core keeps its kernels for life, shared by all copies of it in a program. */
function findRegistry(): Registry | undefined {
  const { _tfGlobals } = globalThis as { _tfGlobals?: ReadonlyMap<string, unknown> };
  return _tfGlobals?.get("kernelRegistry") as Registry | undefined;
}
