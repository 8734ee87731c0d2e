import { lazyList } from "@symplectic-adjoint/core";
import { ChunkedList } from "./chunked-list.js";

/**
 * A map from steps to entries, with the steps in ascending order. Two lists, because a million steps are common and a Map
 * would take several times as much memory. Adding and removing the latest step takes constant time.
 */
export class StepTable<E> {
  readonly #steps = new ChunkedList<number>();
  readonly #entries = new ChunkedList<E>();
  readonly #list = lazyList(
    () => this.#steps.length,
    (place) => this.#steps.at(place),
  );

  /** The steps: a live view. */
  get steps(): ReadonlyArray<number> {
    return this.#steps.array ?? this.#list;
  }

  get size(): number {
    return this.#steps.length;
  }

  get(step: number): E | undefined {
    const place = this.#placeOf(step);
    return this.#isAt(place, step) ? this.#entries.at(place) : undefined;
  }

  /** Sets the entry of a step, and returns the one that it had. */
  set(step: number, entry: E): E | undefined {
    const place = this.#placeOf(step);
    if (this.#isAt(place, step)) {
      const before = this.#entries.at(place);
      this.#entries.set(place, entry);
      return before;
    }
    this.#steps.insert(place, step);
    this.#entries.insert(place, entry);
    return undefined;
  }

  /** Removes a step, and returns its entry. */
  delete(step: number): E | undefined {
    const place = this.#placeOf(step);
    if (!this.#isAt(place, step)) return undefined;
    this.#steps.remove(place);
    return this.#entries.remove(place);
  }

  clear(): void {
    this.#steps.clear();
    this.#entries.clear();
  }

  #isAt(place: number, step: number): boolean {
    return place < this.#steps.length && this.#steps.at(place) === step;
  }

  /** Index of the first step that is not below `step`. Checks the end first, the common case. */
  #placeOf(step: number): number {
    const steps = this.#steps;
    let high = steps.length;
    if (high === 0 || steps.at(high - 1) < step) return high;
    if (steps.at(high - 1) === step) return high - 1;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (steps.at(middle) < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
