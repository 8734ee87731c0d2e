import type { State } from "@symplectic-adjoint/core";

/**
 * Runs `body` with other values in the parameters, and restores them bitwise, even if it throws. They are written in
 * place, so that an f that refers to the arrays directly also sees the new values.
 */
export function withParameters<T>(
  parameters: State<Float64Array>,
  values: State<Float64Array>,
  body: () => T,
): T {
  // Copy all before writing any: they may share memory.
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
