import { bytesOf } from "@symplectic-adjoint/checkpoint";
import type { State } from "@symplectic-adjoint/core";
import type { OutputSizes } from "@symplectic-adjoint/planner";
import type { MeasuringBackend, SizeRequest } from "./probe.js";

/** Measures the stacking of the outputs, and the unstacking of their cotangents if there will be any. */
export function measureOutputs<A>(
  { problem, differentiates }: SizeRequest<A>,
  backend: MeasuringBackend<A>,
): OutputSizes {
  const { y0, times } = problem;
  const { length } = times;
  // The first output shares the buffers of y0, unless the backend has copied them.
  const kept = (backend.copy === undefined ? length - 1 : length) * bytesOf(y0, backend);
  const stack = backend.measure(() =>
    surviving(backend, () => [backend.stack(new Array<State<A>>(length).fill(y0))]),
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
