/** A complex number: its real and its imaginary part. */
export type C = readonly [number, number];
export type Cs = ReadonlyArray<C>;

export const add = (a: C, b: C): C => [a[0] + b[0], a[1] + b[1]];
export const mul = (a: C, b: C): C => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
export const times2 = (a: C): C => [2 * a[0], 2 * a[1]];
export const sin = (a: C): C => [Math.sin(a[0]), Math.cos(a[0]) * a[1]];
export const tanh = (a: C): C => [Math.tanh(a[0]), (1 - Math.tanh(a[0]) ** 2) * a[1]];
