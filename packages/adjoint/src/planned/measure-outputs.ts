import { bytesOf } from "@symplectic-adjoint/checkpoint";
import type { State } from "@symplectic-adjoint/core";
import type { OutputSizes } from "@symplectic-adjoint/planner";
import type { MeasuringBackend, SizeRequest } from "./probe.js";

/** Measures the stacking of the outputs, and the unstacking of their cotangents if there will be any. */
export function measureOutputs<A>(
  request: SizeRequest<A>,
  backend: MeasuringBackend<A>,
): OutputSizes {
  const { y0, times, save } = request.problem;
  if (save === undefined) return measureRows(request, backend, y0);
  let row: State<A> = [];
  backend.openScope();
  try {
    // A handle of its own: it may be a part of y0.
    row = backend.retain(save.evaluate(times[0] as number, y0));
  } finally {
    backend.closeScope([]);
  }
  try {
    return measureRows(request, backend, row);
  } finally {
    backend.release(row);
  }
}

function measureRows<A>(
  { problem, differentiates }: SizeRequest<A>,
  backend: MeasuringBackend<A>,
  row: State<A>,
): OutputSizes {
  const { length } = problem.times;
  // The first output shares the buffers of y0, unless the backend has copied them.
  const isShared = backend.copy === undefined && row === problem.y0;
  const kept = (isShared ? length - 1 : length) * bytesOf(row, backend);
  const stack = backend.measure(() =>
    surviving(backend, () => [backend.stack(new Array<State<A>>(length).fill(row))]),
  );
  const stacked = stack.value[0] as State<A>;
  try {
    const rows = differentiates
      ? backend.measure(() => surviving(backend, () => backend.unstack(stacked, length)))
      : undefined;
    for (const row of rows?.value ?? []) backend.release(row);
    return {
      kept,
      stacking: stack.peakBytes,
      stacked: stack.remainingBytes,
      unstacking: rows?.peakBytes ?? 0,
      rows: rows?.remainingBytes ?? 0,
    };
  } finally {
    backend.release(stacked);
  }
}

/** The peak of looking for infinite numbers in a state, which is done at the end and after overflows. */
export function measureCheck<A>(backend: MeasuringBackend<A>, state: State<A>): number {
  const ones = state.map(() => 1);
  return backend.measure(() => {
    backend.openScope();
    try {
      backend.errorNorm(state, state, state, { rtol: ones, atol: ones });
    } finally {
      backend.closeScope([]);
    }
  }).peakBytes;
}

function surviving<A>(
  backend: MeasuringBackend<A>,
  make: () => ReadonlyArray<State<A>>,
): ReadonlyArray<State<A>> {
  backend.openScope();
  let survivors: ReadonlyArray<State<A>> = [];
  try {
    survivors = make();
    return survivors;
  } finally {
    backend.closeScope(survivors);
  }
}
