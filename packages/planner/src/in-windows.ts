import type {
  BackwardView,
  CheckpointAction,
  CheckpointSchedule,
  ForwardView,
} from "@symplectic-adjoint/core";

/**
 * Reverses as many steps at once as a tape may contain.
 *
 * @param window The most steps of a segment.
 * @param base Decides which states to store, and takes over the backward pass if they are further apart. Default: a
 * checkpoint every `window` steps.
 */
export function inWindows(window: number, base?: CheckpointSchedule): CheckpointSchedule {
  return Object.freeze({
    name: `windows of ${window} steps${base === undefined ? "" : `, ${base.name}`}`,
    checkpoints: base?.checkpoints,
    forward: (view: ForwardView): ReadonlyArray<CheckpointAction> =>
      base === undefined ? everyNth(view.step, window) : base.forward(view),
    backward: (view: BackwardView): Iterable<CheckpointAction> =>
      base === undefined || areClose(view, window) ? windows(view, window) : base.backward(view),
  });
}

function everyNth(step: number, window: number): ReadonlyArray<CheckpointAction> {
  return step % window === 0 ? [{ type: "store", step }] : [];
}

/** Whether every step is at most a window after a checkpoint. */
function areClose({ stored, total }: BackwardView, window: number): boolean {
  return stored.every((step, i) => (stored[i + 1] ?? total) - step <= window);
}

/** From the end: each segment from the earliest checkpoint that is close enough. */
function* windows({ stored, total }: BackwardView, window: number): Generator<CheckpointAction> {
  let to = total;
  let last = stored.length - 1;
  while (to > 0) {
    let first = last;
    while (first > 0 && to - (stored[first - 1] as number) <= window) first--;
    const from = stored[first] as number;
    yield { type: "restore", step: from };
    yield { type: "reverse", from, to };
    for (let i = last; i >= first; i--) yield { type: "drop", step: stored[i] as number };
    last = first - 1;
    to = from;
  }
}
