import {
  Complex,
  type ComplexEvent,
  type ComplexFunction,
  complex,
  type TestProblem,
  type TestStateFunction,
} from "@symplectic-adjoint/testing";

/** A system that depends on everything: time, state and parameters, and jumps by p_1 at the given times. */
export interface Twisted {
  readonly real: TestProblem;
  readonly complex: ComplexFunction;
}

type Three = readonly [Complex, Complex, Complex];
type Two = readonly [Complex, Complex];

/**
 *     y_0' = p_0 sin y_1 + p_1 cos(3t) y_0² + p_1 J(t)
 *     y_1' = −p_2 y_0 + p_0 y_1 sin t
 *
 * @param jumps J(t) is the number of these times that are not later than t.
 */
export function twisted(jumps: ReadonlyArray<number> = []): Twisted {
  const level = (t: number) => jumps.filter((time) => t >= time).length;
  return {
    real: {
      name: "twisted",
      t0: 0,
      t1: 1,
      y0: Float64Array.of(0.9, -0.4),
      parameters: Float64Array.of(0.7, -0.5, 1.1),
      evaluate(t, [a = 0, b = 0], [p = 0, q = 0, r = 0], dy) {
        dy[0] = p * Math.sin(b) + q * Math.cos(3 * t) * a * a + q * level(t);
        dy[1] = -r * a + p * b * Math.sin(t);
      },
      vjp(t, [a = 0, b = 0], [p = 0, q = 0, r = 0], [g = 0, h = 0], yBar, pBar) {
        addTo(yBar, [2 * q * Math.cos(3 * t) * a * g - r * h]);
        addTo(yBar, [0, p * Math.cos(b) * g + p * Math.sin(t) * h]);
        addTo(pBar, [
          Math.sin(b) * g + b * Math.sin(t) * h,
          (Math.cos(3 * t) * a * a + level(t)) * g,
          -a * h,
        ]);
      },
      timeDerivative(t, [a = 0, b = 0], [p = 0, q = 0], out) {
        out[0] = -3 * q * Math.sin(3 * t) * a * a;
        out[1] = p * b * Math.cos(t);
      },
    },
    complex(t, y, parameters) {
      const [a, b] = y as Two;
      const [p, q, r] = parameters as Three;
      return [
        p
          .times(b.sin())
          .plus(q.times(t.times(3).cos()).times(a).times(a))
          .plus(q.times(level(t.re))),
        r.times(a).times(-1).plus(p.times(b).times(t.sin())),
      ];
    },
  };
}

/** What is saved of a state: (y_0 y_1 + p_0 t², t sin y_0, p_1 y_1). */
export const saved: { readonly real: TestStateFunction; readonly complex: ComplexFunction } = {
  real: {
    evaluate: (t, [a = 0, b = 0], [p = 0, q = 0]) =>
      Float64Array.of(a * b + p * t * t, t * Math.sin(a), q * b),
    vjp(t, [a = 0, b = 0], [, q = 0], cotangent, yBar, pBar) {
      const [g = 0, h = 0, i = 0] = cotangent as Float64Array;
      addTo(yBar, [b * g + t * Math.cos(a) * h, a * g + q * i]);
      addTo(pBar, [t * t * g, b * i]);
    },
    timeVjp(t, [a = 0], [p = 0], cotangent) {
      const [g = 0, h = 0] = cotangent as Float64Array;
      return 2 * p * t * g + Math.sin(a) * h;
    },
  },
  complex(t, y, parameters) {
    const [a, b] = y as Two;
    const [p, q] = parameters as Three;
    return [a.times(b).plus(p.times(t).times(t)), t.times(a.sin()), q.times(b)];
  },
};

/** The condition y_0 + p_1 t / 10 − level. */
export function crossing(level: number): TestStateFunction<number> {
  return {
    evaluate: (t, [a = 0], [, q = 0]) => a + (q * t) / 10 - level,
    vjp(t, _y, _p, g, yBar, pBar) {
      addTo(yBar, [g]);
      addTo(pBar, [0, (t * g) / 10]);
    },
    timeVjp: (_t, _y, [, q = 0], g) => (q * g) / 10,
  };
}

/** The reset (y_0 + 0.6 cos(y_1 t) , p_2 y_1 + t y_0²). */
export const kick: TestStateFunction<Float64Array> = {
  evaluate: (t, [a = 0, b = 0], [, , r = 0]) =>
    Float64Array.of(a + 0.6 * Math.cos(b * t), r * b + t * a * a),
  vjp(t, [a = 0, b = 0], [, , r = 0], [g = 0, h = 0], yBar, pBar) {
    addTo(yBar, [g + 2 * t * a * h, -0.6 * t * Math.sin(b * t) * g + r * h]);
    addTo(pBar, [0, 0, b * h]);
  },
  timeVjp: (t, [a = 0, b = 0], _p, [g = 0, h = 0]) => -0.6 * b * Math.sin(b * t) * g + a * a * h,
};

/** The same event for complex numbers. */
export function complexCrossing(level: number, kicks: boolean): ComplexEvent {
  return {
    condition(t, y, parameters) {
      const [, q] = parameters as Three;
      return (y[0] as Complex).plus(q.times(t).times(0.1)).minus(level);
    },
    reset: kicks
      ? (t, y, parameters) => {
          const [a, b] = y as Two;
          const [, , r] = parameters as Three;
          return [a.plus(b.times(t).cos().times(0.6)), r.times(b).plus(t.times(a).times(a))];
        }
      : undefined,
  };
}

/** The imaginary part of a perturbation. */
export const TINY = 1e-40;

/** Complex numbers, of which one has a tiny imaginary part. */
export function perturbed(values: ArrayLike<number>, index?: number): ReadonlyArray<Complex> {
  return Array.from(values, (value, i) =>
    i === index ? new Complex(value, TINY) : complex(value),
  );
}

function addTo(total: Float64Array, terms: ReadonlyArray<number>): void {
  terms.forEach((term, i) => {
    total[i] = (total[i] as number) + term;
  });
}
