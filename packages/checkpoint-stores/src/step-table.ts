/**
 * A map from steps to entries, with the steps in ascending order: two arrays, because a million steps are common and a
 * Map would take several times as much memory. Adding and removing the latest step takes constant time.
 */
export class StepTable<E> {
  readonly steps: Array<number> = [];
  readonly #entries: Array<E> = [];

  get(step: number): E | undefined {
    const place = this.#placeOf(step);
    return this.steps[place] === step ? this.#entries[place] : undefined;
  }

  /** Sets the entry of a step, and returns the one that it had. */
  set(step: number, entry: E): E | undefined {
    const place = this.#placeOf(step);
    if (place === this.steps.length) {
      this.steps.push(step);
      this.#entries.push(entry);
      return undefined;
    }
    if (this.steps[place] === step) {
      const before = this.#entries[place];
      this.#entries[place] = entry;
      return before;
    }
    this.steps.splice(place, 0, step);
    this.#entries.splice(place, 0, entry);
    return undefined;
  }

  /** Removes a step, and returns its entry. */
  delete(step: number): E | undefined {
    const place = this.#placeOf(step);
    if (this.steps[place] !== step) return undefined;
    if (place === this.steps.length - 1) {
      this.steps.pop();
      return this.#entries.pop();
    }
    this.steps.splice(place, 1);
    return this.#entries.splice(place, 1)[0];
  }

  clear(): void {
    this.steps.length = 0;
    this.#entries.length = 0;
  }

  /** Index of the first step that is not below `step`. Checks the end first, the common case. */
  #placeOf(step: number): number {
    const { steps } = this;
    let high = steps.length;
    if (high === 0 || (steps[high - 1] as number) < step) return high;
    if (steps[high - 1] === step) return high - 1;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((steps[middle] as number) < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
