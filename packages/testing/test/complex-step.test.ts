import { expect, test } from "vitest";
import {
  forced,
  kepler,
  linear,
  lorenz,
  lotkaVolterra,
  maxRelativeError,
  mlp,
  sineSquare,
  spiral,
  type TestProblem,
  torchConstant,
  vanDerPol,
} from "../src/index.js";
import { Complex, complex } from "../src/oracles/complex.js";

type Numbers = ReadonlyArray<Complex>;
type Formula = (t: number, y: Numbers, p: Numbers) => Numbers;

// The formulas again, written from the papers and not from the code, over complex numbers.
const at = (values: Numbers, i: number): Complex => values[i] as Complex;
const sum = (values: Numbers): Complex => values.reduce((a, b) => a.plus(b), complex(0));

const formulas: ReadonlyArray<readonly [TestProblem, Formula]> = [
  [
    lotkaVolterra(),
    (_t, y, p) => [
      at(y, 0).times(at(p, 0).minus(at(p, 1).times(at(y, 1)))),
      at(y, 1).times(at(p, 3).times(at(y, 0)).minus(at(p, 2))),
    ],
  ],
  [
    vanDerPol(),
    (_t, y, p) => {
      const damping = complex(1).minus(at(y, 0).times(at(y, 0)));
      return [at(y, 1), at(p, 0).times(damping).times(at(y, 1)).minus(at(y, 0))];
    },
  ],
  [
    lorenz(),
    (_t, y, p) => [
      at(p, 0).times(at(y, 1).minus(at(y, 0))),
      at(y, 0)
        .times(at(p, 1).minus(at(y, 2)))
        .minus(at(y, 1)),
      at(y, 0)
        .times(at(y, 1))
        .minus(at(p, 2).times(at(y, 2))),
    ],
  ],
  [
    spiral(),
    (_t, y, a) =>
      [0, 1].map((j) =>
        sum(
          [0, 1].map((i) =>
            at(y, i)
              .times(at(y, i))
              .times(at(y, i))
              .times(at(a, 2 * i + j)),
          ),
        ),
      ),
  ],
  [
    linear(),
    (_t, y, a) => [0, 1].map((i) => sum([0, 1].map((j) => at(a, 2 * i + j).times(at(y, j))))),
  ],
  [
    kepler(),
    (_t, y, p) => {
      const square = at(y, 0)
        .times(at(y, 0))
        .plus(at(y, 1).times(at(y, 1)));
      const pull = at(p, 0).times(-1).times(square.power(-1.5));
      return [at(y, 2), at(y, 3), at(y, 0).times(pull), at(y, 1).times(pull)];
    },
  ],
  [forced(), (t, y, p) => [at(p, 0).times(at(y, 0)).times(at(p, 1).times(t).cos())]],
  [
    sineSquare(),
    (t, y, p) => [
      at(p, 0)
        .times(at(y, 0).sin())
        .plus(
          at(p, 1)
            .times(at(y, 0).power(2))
            .times(Math.cos(3 * t)),
        ),
    ],
  ],
  [
    torchConstant({ y0: [3.9] }),
    (t, y, p) => [
      at(p, 0).plus(
        at(y, 0)
          .minus(at(p, 0).times(t).plus(at(p, 1)))
          .power(5),
      ),
    ],
  ],
  [
    mlp(),
    (_t, y, p) => {
      const hidden = Array.from({ length: 8 }, (_, k) =>
        sum([at(p, 16 + k), at(y, 0).times(at(p, k)), at(y, 1).times(at(p, 8 + k))]).tanh(),
      );
      return [0, 1].map((i) =>
        sum([at(p, 40 + i), ...hidden.map((z, k) => z.times(at(p, 24 + 2 * k + i)))]),
      );
    },
  ],
];

test.each(formulas)(
  "$name has the values of its formula, and vjp its derivatives by complex step, to 1e-14.",
  (problem, formula) => {
    const { y0, parameters } = problem;
    const t = problem.t0 + 0.3;
    const y = y0.map((value, i) => value + 0.11 * (i + 1));
    const dy = new Float64Array(y.length);
    problem.evaluate(t, y, parameters, dy);
    const values = formula(t, Array.from(y, complex), Array.from(parameters, complex));
    expect(
      maxRelativeError(
        dy,
        values.map(({ re }) => re),
      ),
    ).toBeLessThan(1e-14);

    const cotangent = y.map((_, i) => 1 - 0.4 * i);
    const gradient = [new Float64Array(y.length), new Float64Array(parameters.length)] as const;
    problem.vjp(t, y, parameters, cotangent, ...gradient);
    const stepped = (values: Float64Array, index: number): Numbers =>
      Array.from(values, (value, i) => new Complex(value, i === index ? 1e-30 : 0));
    const bySteps = [...y, ...parameters].map((_, i) => {
      const f = formula(t, stepped(y, i), stepped(parameters, i - y.length));
      return f.reduce((total, { im }, d) => total + (cotangent[d] as number) * (im / 1e-30), 0);
    });
    expect(maxRelativeError([...gradient[0], ...gradient[1]], bySteps)).toBeLessThan(1e-14);
  },
);
