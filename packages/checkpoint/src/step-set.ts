/** A set of steps below a total, in a byte for each: there may be millions. */
export class StepSet {
  readonly #flags: Uint8Array;

  /** @param steps Ascending; those from `total` on are left out. */
  constructor(total: number, steps: ReadonlyArray<number>) {
    // The state after the last step can be stored too.
    this.#flags = new Uint8Array(total + 1);
    for (let i = 0; i < steps.length; i++) {
      const step = steps.at(i) as number;
      if (step >= total) return;
      this.add(step);
    }
  }

  has(step: number): boolean {
    return this.#flags[step] === 1;
  }

  add(step: number): void {
    this.#flags[step] = 1;
  }

  delete(step: number): void {
    this.#flags[step] = 0;
  }

  /** The least step. */
  first(): number | undefined {
    const step = this.#flags.indexOf(1);
    return step < 0 ? undefined : step;
  }
}
