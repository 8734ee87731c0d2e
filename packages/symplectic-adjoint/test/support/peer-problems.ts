import {
  type TestProblem,
  torchConstant,
  torchExp,
  torchLinear,
  torchSine,
} from "@symplectic-adjoint/testing";
import { linspace } from "./linspace.js";

/** A problem of torchdiffeq's tests on ten times from 1 to 8, or from 8 to 1. */
export interface PeerProblem {
  readonly name: "constant" | "linear" | "sine" | "exp";
  readonly problem: TestProblem;
  readonly times: ReadonlyArray<number>;
  /** The solution at the times, row by row. */
  readonly exact: Float64Array;
}

const problems = {
  constant: torchConstant(),
  linear: torchLinear(),
  sine: torchSine(),
  exp: torchExp(),
} as const;

/** The four problems of torchdiffeq's tests. */
export function peerProblems({
  reverse,
}: {
  readonly reverse: boolean;
}): ReadonlyArray<PeerProblem> {
  const times = reverse ? linspace(8, 1, 10) : linspace(1, 8, 10);
  return (Object.keys(problems) as ReadonlyArray<keyof typeof problems>).map((name) => {
    const problem = problems[name];
    const rows = times.map((t) => problem.exact?.(t) ?? new Float64Array(0));
    const exact = Float64Array.from(rows.flatMap((row) => Array.from(row)));
    return { name, problem: { ...problem, y0: rows[0] as Float64Array }, times, exact };
  });
}
