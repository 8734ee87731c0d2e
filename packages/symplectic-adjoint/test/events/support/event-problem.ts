import { type Complex, complex } from "@symplectic-adjoint/testing";
import type { ComplexFunctions } from "./complex-program.js";

/**
 * A nonlinear, time-dependent oscillator with parameters:
 *
 *     y₀' = y₁,   y₁' = −p₀ y₀ + p₁ cos(t) y₁ − 0.05 y₀³
 *
 * with the condition g = y₀ − p₂ + 0.1 t y₁ and the reset R = (y₀ + 0.1 p₃ t, −0.7 y₁ + 0.2 p₃ y₀²).
 */
export const y0: ReadonlyArray<number> = [1, 0.3];
export const parameters: ReadonlyArray<number> = [2, 0.3, 0.2, 0.6];

type Numbers = Float64Array;

const add = (sum: Numbers, terms: ReadonlyArray<number>) => {
  for (const [i, term] of terms.entries()) sum[i] = (sum[i] as number) + term;
};

export const oscillator = {
  parameters: Float64Array.from(parameters),
  evaluate(t: number, [a = 0, b = 0]: Numbers, [p = 0, q = 0]: Numbers, dy: Numbers): void {
    dy[0] = b;
    dy[1] = -p * a + q * Math.cos(t) * b - 0.05 * a ** 3;
  },
  vjp(
    t: number,
    [a = 0, b = 0]: Numbers,
    [p = 0, q = 0]: Numbers,
    [g = 0, h = 0]: Numbers,
    yBar: Numbers,
    pBar: Numbers,
  ): void {
    add(yBar, [h * (-p - 0.15 * a * a), g + h * q * Math.cos(t)]);
    add(pBar, [-h * a, h * Math.cos(t) * b]);
  },
  timeVjp: (t: number, [, b = 0]: Numbers, [, q = 0]: Numbers, [, h = 0]: Numbers): number =>
    -h * q * Math.sin(t) * b,
};

export const condition = {
  evaluate: (t: number, [a = 0, b = 0]: Numbers, [, , r = 0]: Numbers): number =>
    a - r + 0.1 * t * b,
  vjp(t: number, _y: Numbers, _p: Numbers, g: number, yBar: Numbers, pBar: Numbers): void {
    add(yBar, [g, 0.1 * t * g]);
    add(pBar, [0, 0, -g]);
  },
  timeVjp: (_t: number, [, b = 0]: Numbers, _p: Numbers, g: number): number => 0.1 * b * g,
};

/** g = y₁ − p₃ sin(t), for a second event without effect. */
export const secondCondition = {
  evaluate: (t: number, [, b = 0]: Numbers, [, , , s = 0]: Numbers): number => b - s * Math.sin(t),
  vjp(t: number, _y: Numbers, _p: Numbers, g: number, yBar: Numbers, pBar: Numbers): void {
    add(yBar, [0, g]);
    add(pBar, [0, 0, 0, -g * Math.sin(t)]);
  },
  timeVjp: (t: number, _y: Numbers, [, , , s = 0]: Numbers, g: number): number =>
    -g * s * Math.cos(t),
};

export const reset = {
  evaluate: (t: number, [a = 0, b = 0]: Numbers, [, , , s = 0]: Numbers): Numbers =>
    Float64Array.of(a + 0.1 * s * t, -0.7 * b + 0.2 * s * a * a),
  vjp(
    t: number,
    [a = 0]: Numbers,
    [, , , s = 0]: Numbers,
    [g = 0, h = 0]: Numbers,
    yBar: Numbers,
    pBar: Numbers,
  ): void {
    add(yBar, [g + 0.4 * h * s * a, -0.7 * h]);
    add(pBar, [0, 0, 0, 0.1 * g * t + 0.2 * h * a * a]);
  },
  timeVjp: (_t: number, _y: Numbers, [, , , s = 0]: Numbers, [g = 0]: Numbers): number =>
    0.1 * g * s,
};

/** What may be saved: (y₀ y₁ + p₁ t, y₀² t). */
export const save = {
  evaluate: (t: number, [a = 0, b = 0]: Numbers, [, q = 0]: Numbers): Numbers =>
    Float64Array.of(a * b + q * t, a * a * t),
  vjp(
    t: number,
    [a = 0, b = 0]: Numbers,
    _p: Numbers,
    [g = 0, h = 0]: Numbers,
    yBar: Numbers,
    pBar: Numbers,
  ): void {
    add(yBar, [g * b + 2 * h * a * t, g * a]);
    add(pBar, [0, g * t]);
  },
  timeVjp: (_t: number, [a = 0]: Numbers, [, q = 0]: Numbers, [g = 0, h = 0]: Numbers): number =>
    g * q + h * a * a,
};

const zero = complex(0);
const [third, fourth] = [2, 3] as const;

/** The same in complex numbers. */
export const complexOscillator = {
  f(
    t: Complex,
    [a = zero, b = zero]: ReadonlyArray<Complex>,
    [p = zero, q = zero]: ReadonlyArray<Complex>,
  ) {
    const damping = q.times(t.cos()).times(b);
    return [b, damping.minus(p.times(a)).minus(a.times(a).times(a).times(0.05))];
  },
  condition: (
    t: Complex,
    [a = zero, b = zero]: ReadonlyArray<Complex>,
    p: ReadonlyArray<Complex>,
  ) => a.minus(p[third] ?? zero).plus(t.times(b).times(0.1)),
  secondCondition: (t: Complex, [, b = zero]: ReadonlyArray<Complex>, p: ReadonlyArray<Complex>) =>
    b.minus((p[fourth] ?? zero).times(t.sin())),
  save(
    t: Complex,
    [a = zero, b = zero]: ReadonlyArray<Complex>,
    [, q = zero]: ReadonlyArray<Complex>,
  ) {
    return [a.times(b).plus(q.times(t)), a.times(a).times(t)];
  },
  reset(t: Complex, [a = zero, b = zero]: ReadonlyArray<Complex>, p: ReadonlyArray<Complex>) {
    const s = p[fourth] ?? zero;
    return [a.plus(s.times(t).times(0.1)), b.times(-0.7).plus(s.times(a).times(a).times(0.2))];
  },
} satisfies Pick<ComplexFunctions, "f"> & Record<string, unknown>;
