import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { Leaves, LoadedProgram } from "../executors/executor.js";
import { type Shape, sizeOf } from "../graph/shapes.js";
import type { ProgramSource } from "../program/program-source.js";
import { functionGraph } from "./function-graph.js";
import { nameOf, portsOf } from "./ports.js";
import { releasedError } from "./released-error.js";
import { freeWith, newResources } from "./resources.js";
import { type GraphSteps, graphSteps } from "./steps/graph-steps.js";
import type { Binding } from "./tfjs-node.js";
import { copyOut, givenOf } from "./transfer.js";

/** A program that holds memory of TensorFlow. */
export type GraphProgram = LoadedProgram & Required<Pick<LoadedProgram, "release">>;

/** A function as graphs in TensorFlow: one of the function and its derivative, one for the steps of each method. */
export function graphProgram(binding: Binding, source: ProgramSource): GraphProgram {
  const ports = portsOf(source);
  const resources = newResources(binding);
  const calls = resources.open(functionGraph(source, ports));
  const inputBytes = [...ports.parameters, ...ports.captured].reduce(
    (sum, shape) => sum + 4 * sizeOf(shape),
    0,
  );
  const methods = new Map<ButcherTableau, GraphSteps>();
  let isReleased = false;

  function check(): void {
    if (isReleased) throw releasedError();
  }

  function stepsOf(tableau: ButcherTableau): GraphSteps {
    check();
    const steps = methods.get(tableau) ?? graphSteps(resources, source, ports, tableau);
    methods.set(tableau, steps);
    return steps;
  }

  const program: GraphProgram = {
    get bytes() {
      return isReleased ? 0 : resources.bytes + inputBytes;
    },
    reserve: (tableau) => void stepsOf(tableau),
    setParameters(parameters, captured) {
      check();
      resources.hold([
        ...inputsOf("parameter", ports.parameters, parameters),
        ...inputsOf("captured", ports.captured, captured),
      ]);
    },
    evaluate(t, y, dy) {
      check();
      copyOut(calls, resources.held, [timeOf(t), ...givenOf("state", y)], [["slope", dy]]);
    },
    pullback(t, y, g, yBar, bars = []) {
      check();
      const tBar = Float32Array.of(0);
      const given = [timeOf(t), ...givenOf("state", y), ...givenOf("cotangent", g)];
      copyOut(calls, resources.held, given, [
        ["stateBar", yBar],
        ["parameterBar", bars],
        ["timeBar", ports.hasTimeBar ? [tBar] : []],
      ]);
      return tBar[0] as number;
    },
    attempt: (tableau, attempt) => stepsOf(tableau).attempt(attempt),
    reverse: (tableau, reversal) => stepsOf(tableau).reverse(reversal),
    release() {
      isReleased = true;
      methods.clear();
      resources.free();
    },
  };
  freeWith(program, resources);
  return program;
}

function timeOf(t: number) {
  return { name: nameOf("time", 0), values: Float32Array.of(t) };
}

function inputsOf(kind: string, shapes: ReadonlyArray<Shape>, leaves: Leaves) {
  return givenOf(kind, leaves).map((given, i) => ({ ...given, shape: shapes[i] as Shape }));
}
