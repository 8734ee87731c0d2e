import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { add } from "../kernels/kernels.js";
import { type Lookup, lookup } from "../kernels/lookup.js";

/** Cotangents on their way back, by the ids of the tensors they belong to. What is added here is given away. */
export class Totals {
  private readonly byId = new Map<number, Tensor>();
  private readonly lent: Lookup<Tensor>;

  /** @param lent Cotangents that belong to somebody else, and are never freed here. */
  constructor(lent: State<Tensor>) {
    this.lent = lookup(lent);
  }

  get(id: number): Tensor | undefined {
    return this.byId.get(id);
  }

  /** The total of a tensor, which is then forgotten, and the receiver's to free. */
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
