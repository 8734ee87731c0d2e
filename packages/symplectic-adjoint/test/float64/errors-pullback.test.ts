import { UnknownOptionError } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { float64, solve } from "../../src/index.js";

type Numbers = Float64Array;

test("A cotangent with a wrong name is refused, instead of counting as zero.", () => {
  const decay = {
    evaluate(_t: number, [y = 0]: Numbers, _: Numbers, dy: Numbers) {
      dy[0] = -y;
    },
    vjp(_t: number, _y: Numbers, _: Numbers, [g = 0]: Numbers, yBar: Numbers) {
      yBar[0] = -g;
    },
  };
  const solution = solve(decay, Float64Array.of(1), [0, 1], { backend: float64, dense: true });
  const one = Float64Array.of(1);
  const pull = (options: object) => () => solution.pullback(Float64Array.of(0, 1), options);
  expect(pull({ time: true })).toThrow(UnknownOptionError);
  expect(pull({ time: true })).toThrow(
    /^options\.time is not an option of pullback .*times, dense/,
  );
  expect(pull({ dense: { t: [0.5], state: one } })).toThrow(/^options\.dense\.state is not/);
  expect(pull({ events: { time: one } })).toThrow(/^options\.events\.time is not/);
  expect(pull({ times: 1 })).toThrow(/^times must be/);
  expect(pull({ dense: [0.5] })).toThrow(/^options\.dense must be an object/);
});
