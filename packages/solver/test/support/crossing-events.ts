import type {
  EventHandler,
  FoundEvent,
  InterpolatedStep,
  State,
  StepCut,
} from "@symplectic-adjoint/core";
import type { AccountingBackend, NumberArray } from "@symplectic-adjoint/testing";
import { valuesOf } from "./setup.js";

/** What a test's events are. */
export interface CrossingOptions {
  /** An event is where it changes its sign. */
  readonly condition: (t: number, y: ReadonlyArray<number>) => number;
  /** The number of the event at which the integration ends. Default: never. */
  readonly terminal?: number;
  /** The state after an event. Default: events are only noted. */
  readonly reset?: (y: ReadonlyArray<number>) => ReadonlyArray<number>;
  /** More events than this are too many. */
  readonly most?: number;
}

/** Events of one condition, found by bisection; each cuts its step if it ends the integration or resets the state. */
export function crossingEvents(
  backend: AccountingBackend,
  { condition, terminal = Number.POSITIVE_INFINITY, reset, most = 100 }: CrossingOptions,
): EventHandler<NumberArray> & { readonly begun: () => number } {
  const found: Array<FoundEvent<NumberArray>> = [];
  let begun = 0;
  let sign = 0;
  const at = (step: InterpolatedStep<NumberArray>, theta: number) => {
    const y = step.at(theta);
    const value = condition(step.t + theta * step.h, valuesOf(y));
    backend.release(y);
    return value;
  };
  const release = () => {
    for (const { state } of found.splice(0)) backend.release(state);
  };
  return {
    interpolates: true,
    found,
    release,
    begun: () => begun,
    begin(t, y) {
      release();
      begun++;
      sign = Math.sign(condition(t, valuesOf(y)));
    },
    accepted(step): StepCut | undefined {
      const before = sign === 0 ? Math.sign(at(step, 1e-9)) : sign;
      const after = Math.sign(at(step, 1));
      if (Number.isNaN(after) || after === before) return undefined;
      sign = after;
      let [low, high] = [0, 1];
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (Math.sign(at(step, middle)) === before) low = middle;
        else high = middle;
      }
      const theta = high;
      const t = theta === 1 ? step.end : step.t + theta * step.h;
      const y = step.at(theta);
      const state = backend.retain(y);
      backend.release(y);
      found.push({ event: 0, step: step.index, theta, t, state, grazing: false });
      const exceeds = found.length > most;
      const ends = exceeds || found.length === terminal;
      if (!ends && reset === undefined) return undefined;
      if (!ends) sign = 0;
      return { theta, t, found: found.length - 1, ends, exceeds, outputs: [] };
    },
    continueFrom(_, state): State<NumberArray> {
      return [
        backend.array(
          (reset as (y: ReadonlyArray<number>) => ReadonlyArray<number>)(valuesOf(state)),
        ),
      ];
    },
    reverse() {
      throw new Error("Tests of the solver take no gradients.");
    },
  };
}
