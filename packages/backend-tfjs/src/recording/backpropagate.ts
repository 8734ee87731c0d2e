import type { State } from "@symplectic-adjoint/core";
import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { add, hasKernel, run, zeros } from "../kernels/kernels.js";
import { type Membership, membership } from "../kernels/membership.js";
import { ownedHandles } from "../kernels/owned-handles.js";
import { aliasOf } from "../tfjs-internals/held-buffer.js";
import { scoped } from "../tfjs-internals/scoped.js";
import { disposeSaved, type TapeNode } from "../tfjs-internals/tape-node.js";
import type { KernelVjp, Recorded } from "../vjps/kernel-vjp.js";
import { explainGradientFailure } from "./gradient-errors.js";
import { nodeGradients } from "./node-gradients.js";
import { wantedInputs } from "./prune-tape.js";
import { isRecorded, type RecordedNode, savedTensors } from "./recorded-node.js";

/** A tensor of the recorded evaluation: the data kept of it after disposal. */
export interface TensorKey {
  readonly id: number;
  readonly shape: ReadonlyArray<number>;
}

/**
 * Traverses pruned nodes backward, from cotangents of `results` to new tensors with those of `wanted`, zeros if there
 * is no path. Cotangents of intermediates are freed as soon as they have been used. If a tape is recording, it records
 * this traversal too.
 *
 * @param disposeTapeWhileWalking Whether to free the saved tensors of a node directly after its use, for a tape that is used once.
 */
export function backpropagate(
  nodes: ReadonlyArray<TapeNode>,
  results: ReadonlyArray<TensorKey>,
  cotangents: State<Tensor>,
  wanted: ReadonlyArray<TensorKey>,
  disposeTapeWhileWalking: boolean,
): Array<Tensor> {
  return scoped((scope) => {
    const totals = new CotangentTotals(cotangents);
    for (const [i, { id }] of results.entries()) totals.add(id, cotangents[i] as Tensor);
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i] as TapeNode;
      if (isRecorded(node) && node.vjp !== undefined) pullDirectly(node, node.vjp, totals);
      else pullByGradient(node, totals);
      if (disposeTapeWhileWalking) disposeSaved(node);
    }
    return ownedHandles(
      wanted.map(({ id, shape }) => totals.get(id) ?? zeros(shape)),
      scope,
    );
  });
}

function pullDirectly(node: RecordedNode, vjp: KernelVjp, totals: CotangentTotals): void {
  const { inputs, wanted } = node;
  const dy = totals.take((node.outputs[0] as Tensor).id);
  if (dy === undefined) return;
  let forwarded = false;
  // A recording tape needs tensors, and fused kernels have no gradients.
  const recording = engine().isTapeOn();
  const fused = recording ? undefined : vjp.fused;
  const recorded = recording ? { inputs, attrs: node.attrs, saved: savedTensors(node) } : node;
  // Compute all before adding any: adding may free dy.
  const gradients = wanted.map((name) => {
    const gradient = applyVjp(vjp, fused, dy, name, recorded, node.kernelName);
    const again = gradient === dy && forwarded && !totals.isBorrowed(dy);
    if (gradient === dy) forwarded = true;
    return again ? aliasOf(dy) : gradient;
  });
  for (const [i, name] of wanted.entries()) {
    totals.add((inputs[name] as Tensor).id, gradients[i] as Tensor);
  }
  if (!forwarded) totals.free(dy);
}

function applyVjp(
  vjp: KernelVjp,
  fused: KernelVjp["fused"],
  dy: Tensor,
  name: string,
  recorded: Recorded,
  kernelName: string,
): Tensor {
  try {
    if (fused === undefined || !hasKernel(fused.kernelName)) return vjp.pull(dy, name, recorded);
    return run(fused.kernelName, { dy, [fused.input]: recorded.saved[0] });
  } catch (error) {
    throw explainGradientFailure(error, kernelName);
  }
}

function pullByGradient(node: TapeNode, totals: CotangentTotals): void {
  const given = node.outputs.map(({ id }) => totals.take(id) ?? null);
  if (given.every((cotangent) => cotangent === null)) return;
  const names = wantedInputs(node);
  const gradients = nodeGradients(node, names, given);
  for (const [i, name] of names.entries()) {
    totals.add((node.inputs[name] as Tensor).id, gradients[i] as Tensor);
  }
  for (const cotangent of given) if (cotangent !== null) totals.free(cotangent);
}

/** Accumulated cotangents by tensor id. Takes ownership of added cotangents. */
class CotangentTotals {
  private readonly byId = new Map<number, Tensor>();
  private readonly borrowed: Membership<Tensor>;

  /** @param borrowed Cotangents owned by the caller, which are never freed here. */
  constructor(borrowed: State<Tensor>) {
    this.borrowed = membership(borrowed);
  }

  get(id: number): Tensor | undefined {
    return this.byId.get(id);
  }

  /** Removes and returns the total of a tensor; the caller must free it. */
  take(id: number): Tensor | undefined {
    const total = this.byId.get(id);
    if (total !== undefined) this.byId.delete(id);
    return total;
  }

  add(id: number, term: Tensor): void {
    const total = this.byId.get(id);
    if (total === undefined) {
      this.byId.set(id, term);
      return;
    }
    this.byId.set(id, add(total, term));
    this.free(total);
    this.free(term);
  }

  isBorrowed(tensor: Tensor): boolean {
    return this.borrowed.has(tensor);
  }

  free(tensor: Tensor): void {
    if (!this.isBorrowed(tensor)) tensor.dispose();
  }
}
