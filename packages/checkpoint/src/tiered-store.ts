import {
  type CheckpointStore,
  chain,
  checkValue,
  isReading,
  type MaybeReading,
  must,
  ReleasedError,
  type State,
  storeContract,
} from "@symplectic-adjoint/core";
import { insertStep, removeStep } from "./sorted-steps.js";

const STORES = {
  ...must(
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      Array.from(value).every(
        (store) => store !== undefined && storeContract.problemOf(store) === undefined,
      ) &&
      new Set(value).size === value.length,
    "must be a list of different checkpoint stores",
    "Write tieredStore([memoryStore(backend), otherStore(backend)]).",
  ),
  required: true,
};

/**
 * Several stores as one, the fastest one first: a checkpoint is kept in the store of its level, as the schedule says, or
 * in the last one if there are fewer. Level 0 is the default.
 *
 * @param stores Stores that nothing else uses.
 * @throws InvalidArgumentError if it is not a list of stores.
 * @example
 * const adjoint = symplecticAdjoint({
 *   schedule: multiLevel({ near: 10, far: 100 }),
 *   store: (backend) => tieredStore([memoryStore(backend), otherStore(backend)]),
 * });
 */
export function tieredStore<A>(stores: ReadonlyArray<CheckpointStore<A>>): CheckpointStore<A> {
  checkValue("stores", stores, STORES);
  const tiers = [...stores];
  const names = tiers.map(({ name }) => name).join(", ");
  const tierOf = new Map<number, CheckpointStore<A>>();
  const sorted: Array<number> = [];

  const tierAt = (level: number): CheckpointStore<A> =>
    tiers[Math.min(level, tiers.length - 1)] as CheckpointStore<A>;

  function settled(step: number, tier: CheckpointStore<A>): void {
    const before = tierOf.get(step);
    tierOf.set(step, tier);
    if (before === undefined) insertStep(sorted, step);
    else if (before !== tier) before.remove(step);
  }

  function put(step: number, state: State<A>, level = 0): MaybeReading<void, A> {
    const tier = tierAt(level);
    const answer = tier.put(step, state);
    if (isReading(answer)) return chain(answer, () => settled(step, tier));
    return settled(step, tier);
  }

  function get(step: number): MaybeReading<State<A>, A> {
    const tier = tierOf.get(step);
    if (tier !== undefined) return tier.get(step);
    throw new ReleasedError({
      argument: `The checkpoint of step ${step}`,
      problem: `is in none of the stores ${names}`,
      remedy:
        "An earlier backward pass may have dropped it: keep checkpoints to run several, or solve again.",
    });
  }

  function move(step: number, level: number): MaybeReading<void, A> {
    const tier = tierAt(level);
    if (tierOf.get(step) === tier) return undefined;
    return chain(get(step), (state) => put(step, state, level));
  }

  function remove(step: number): void {
    const tier = tierOf.get(step);
    if (tier === undefined) return;
    tierOf.delete(step);
    removeStep(sorted, step);
    tier.remove(step);
  }

  function clear(): void {
    tierOf.clear();
    sorted.length = 0;
    for (const tier of tiers) tier.clear();
  }

  return Object.freeze({
    name: `tiered (${names})`,
    ...{ put, get, move, remove, clear },
    steps: () => sorted,
    // Only if a store can: the executor looks ahead for that.
    ...(tiers.some(({ prefetch }) => prefetch !== undefined) && {
      prefetch: (step: number) => tierOf.get(step)?.prefetch?.(step),
    }),
  });
}
