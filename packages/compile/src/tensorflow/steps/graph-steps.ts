import { typedArrays } from "@symplectic-adjoint/backend-float64";
import { type ButcherTableau, stageTime } from "@symplectic-adjoint/core";
import type { AttemptArguments, Leaves, ReversalArguments } from "../../executors/executor.js";
import type { ProgramSource } from "../../program/program-source.js";
import { nameOf, namesOf, type Ports } from "../ports.js";
import type { Resources } from "../resources.js";
import type { Given } from "../session.js";
import { copyOut, givenOf } from "../transfer.js";
import { stepGraph } from "./step-graph.js";

/** The steps of one method. */
export interface GraphSteps {
  attempt(request: AttemptArguments): number | undefined;
  reverse(reversal: ReversalArguments): void;
}

/** Loads the graph of the steps of a method. */
export function graphSteps(
  resources: Resources,
  source: ProgramSource,
  ports: Ports,
  tableau: ButcherTableau,
): GraphSteps {
  const { c, stages: count, activeStages } = tableau;
  const session = resources.open(stepGraph(source, ports, tableau));

  /** What attempts and reversals begin with. */
  function begin(y: Leaves, span: AttemptArguments | ReversalArguments["step"]): Array<Given> {
    const { t, h, end, firstStageTime } = span;
    const times = Array.from({ length: count }, (_, i) =>
      i === 0 ? firstStageTime : stageTime(t, h, end, c[i] as number),
    );
    return [
      ...givenOf("state", y),
      { name: "h", values: Float32Array.of(h) },
      ...times.map((time, i) => ({ name: nameOf("time", i), values: Float32Array.of(time) })),
    ];
  }

  return {
    attempt(request) {
      const { y, startSlope, slopeKnown, next, tolerances, endSlope, stages } = request;
      const given = [...begin(y, request), ...(slopeKnown ? givenOf("slope", startSlope) : [])];
      const error = tolerances === undefined ? [] : y.map(({ length }) => new Float32Array(length));
      const wanted: ReadonlyArray<readonly [string, Leaves]> = [
        ["next", next],
        ...(slopeKnown ? [] : [[nameOf("slopeOf", 0), startSlope] as const]),
        ...(endSlope === undefined ? [] : [[nameOf("slopeOf", count - 1), endSlope] as const]),
        ...(stages ?? []).map(
          (stage, s) => [nameOf("stateOf", activeStages[s + 1] as number), stage] as const,
        ),
        ["error", error],
      ];
      copyOut(session, resources.held, given, wanted);
      if (tolerances === undefined) return undefined;
      return typedArrays.errorNorm(error, y, next, tolerances) as number;
    },
    reverse({ step, y, lambda, stages, before, theta }) {
      const given = [
        ...begin(y, step),
        ...givenOf("lambda", lambda),
        ...(stages ?? []).flatMap((stage, s) =>
          givenOf(nameOf("stage", activeStages[s + 1] as number), stage),
        ),
      ];
      const names = [...namesOf("before", before), ...namesOf("theta", theta)];
      const found = session.run(resources.held, given, names);
      for (const [i, leaf] of before.entries()) leaf.set(found[i] as Float32Array);
      typedArrays.accumulate(theta, found.slice(before.length));
    },
  };
}
