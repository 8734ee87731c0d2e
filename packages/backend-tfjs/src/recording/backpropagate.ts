import type { State } from "@symplectic-adjoint/core";
import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { adopt } from "../kernels/adopt.js";
import { add, hasKernel, run, zeros } from "../kernels/kernels.js";
import { type Lookup, lookup } from "../kernels/lookup.js";
import { share } from "../tfjs-internals/held-buffer.js";
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
 * Walks pruned nodes backward, from cotangents of `results` to new tensors with those of `wanted`, zeros where there is
 * no way. Cotangents of intermediates are freed as soon as they have been used. Where a tape records, it records this
 * walk, too.
 *
 * @param spendTape Whether to free what a node saved as soon as its turn is over, for a tape that is used once.
 */
export function backpropagate(
  nodes: ReadonlyArray<TapeNode>,
  results: ReadonlyArray<TensorKey>,
  cotangents: State<Tensor>,
  wanted: ReadonlyArray<TensorKey>,
  spendTape: boolean,
): Array<Tensor> {
  return scoped((scope) => {
    const totals = new Totals(cotangents);
    for (const [i, { id }] of results.entries()) totals.add(id, cotangents[i] as Tensor);
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i] as TapeNode;
      if (isRecorded(node) && node.vjp !== undefined) pullDirectly(node, node.vjp, totals);
      else pullByGradient(node, totals);
      if (spendTape) disposeSaved(node);
    }
    return adopt(
      wanted.map(({ id, shape }) => totals.get(id) ?? zeros(shape)),
      scope,
    );
  });
}

function pullDirectly(node: RecordedNode, vjp: KernelVjp, totals: Totals): void {
  const { inputs, wanted } = node;
  const dy = totals.take((node.outputs[0] as Tensor).id);
  if (dy === undefined) return;
  let handedOn = false;
  // A recording tape needs tensors, and fused kernels have no gradients.
  const recording = engine().isTapeOn();
  const fused = recording ? undefined : vjp.fused;
  const recorded = recording ? { inputs, attrs: node.attrs, saved: savedTensors(node) } : node;
  // Compute all before adding any: adding may free dy.
  const gradients = wanted.map((name) => {
    const gradient = applyVjp(vjp, fused, dy, name, recorded, node.kernelName);
    const again = gradient === dy && handedOn && !totals.isLent(dy);
    if (gradient === dy) handedOn = true;
    return again ? share(dy) : gradient;
  });
  for (const [i, name] of wanted.entries()) {
    totals.add((inputs[name] as Tensor).id, gradients[i] as Tensor);
  }
  if (!handedOn) totals.free(dy);
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

function pullByGradient(node: TapeNode, totals: Totals): void {
  const given = node.outputs.map(({ id }) => totals.take(id) ?? null);
  if (given.every((cotangent) => cotangent === null)) return;
  const names = wantedInputs(node);
  const gradients = nodeGradients(node, names, given);
  for (const [i, name] of names.entries()) {
    totals.add((node.inputs[name] as Tensor).id, gradients[i] as Tensor);
  }
  for (const cotangent of given) if (cotangent !== null) totals.free(cotangent);
}

/** Cotangents on their way back, by the ids of the tensors they belong to. What is added here is given away. */
class Totals {
  private readonly byId = new Map<number, Tensor>();
  private readonly lent: Lookup<Tensor>;

  /** @param lent Cotangents that belong to somebody else, and are never freed here. */
  constructor(lent: State<Tensor>) {
    this.lent = lookup(lent);
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

  isLent(tensor: Tensor): boolean {
    return this.lent.has(tensor);
  }

  free(tensor: Tensor): void {
    if (!this.isLent(tensor)) tensor.dispose();
  }
}
