import type { State } from "@symplectic-adjoint/core";

/**
 * Runs `body` while the parameters hold other values, and puts theirs back bit by bit, whatever it throws. They are
 * written in place, so that an f that reads its arrays by another name than the one it is handed is moved as well.
 */
export function withParameters<T>(
  parameters: State<Float64Array>,
  values: State<Float64Array>,
  body: () => T,
): T {
  // All are copied before the first is written: they may share memory.
  const before = parameters.map((array) => array.slice());
  const write = (source: State<Float64Array>): void => {
    parameters.forEach((array, i) => {
      if (values[i] !== array) array.set(source[i] as Float64Array);
    });
  };
  try {
    write(values);
    return body();
  } finally {
    write(before);
  }
}
