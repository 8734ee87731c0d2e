import { type ButcherTableau, backwardPlan } from "@symplectic-adjoint/core";
import type { Shape } from "../../graph/shapes.js";
import type { ProgramSource } from "../../program/program-source.js";
import { functionParts, type Values } from "../function-graph.js";
import { createGraphWriter, type GraphWriter, type Value } from "../graph-def/graph-writer.js";
import { nameOf, type Ports, writeInputs, writeOutputs } from "../ports.js";

/**
 * A step of a method and its reversal as one graph, with the same stages as in `executors/steps`. TensorFlow computes what a
 * call asks for, and does not what it passes: the slope of the first stage, or states of stages.
 */
export function stepGraph(
  source: ProgramSource,
  ports: Ports,
  tableau: ButcherTableau,
): GraphWriter {
  const { a, b, error, stages, fsal } = tableau;
  const writer = createGraphWriter();
  const f = functionParts(writer, source, ports);
  const h = writer.input("h", []);
  const y = writeInputs(writer, "state", ports.states);
  const times: Array<Value> = [];
  const states: Array<Values> = [];
  const slopes: Array<Values> = [];
  for (let i = 0; i < stages; i++) {
    const at = i === 0 ? y : combine(writer, y, h, a[i] as ReadonlyArray<number>, slopes);
    const state = i === 0 ? at : replaceable(writer, nameOf("stage", i), at);
    const t = writer.input(nameOf("time", i), []);
    const found = f
      .evaluate(t, state)
      .map((value, leaf) => writer.reshape(value, ports.states[leaf] ?? value.shape));
    times.push(t);
    states.push(state);
    slopes.push(i === 0 ? replaceable(writer, "slope", found) : found);
    writeOutputs(writer, nameOf("stateOf", i), state);
    writeOutputs(writer, nameOf("slopeOf", i), slopes[i] as Values);
  }
  const next = fsal ? (states[stages - 1] as Values) : combine(writer, y, h, b, slopes);
  writeOutputs(writer, "next", next);
  if (error !== undefined)
    writeOutputs(writer, "error", combine(writer, undefined, h, error, slopes));
  if (source.backward !== undefined) writeReversal(writer, tableau, ports, f, { h, times, states });
  return writer;
}

/** λ before the step, and what it adds to θ: see `reversalCode`. */
function writeReversal(
  writer: GraphWriter,
  tableau: ButcherTableau,
  { states: shapes, parameters }: Ports,
  f: ReturnType<typeof functionParts>,
  { h, times, states }: { h: Value; times: ReadonlyArray<Value>; states: ReadonlyArray<Values> },
): void {
  const { stageWeights, sumWeights } = backwardPlan(tableau);
  const lambda = writeInputs(writer, "lambda", shapes);
  const terms: Array<Values> = [lambda];
  const bars: Array<Values> = [];
  for (const i of [...tableau.activeStages].reverse()) {
    const weights = stageWeights[i] as ReadonlyArray<number>;
    const g = combine(writer, undefined, h, weights, terms);
    const pulled = f.pullBack(times[i] as Value, states[i] as Values, g);
    terms[i + 1] = pulled.slice(0, shapes.length);
    bars.push(pulled.slice(shapes.length, shapes.length + parameters.length));
  }
  writeOutputs(writer, "before", combine(writer, lambda, undefined, sumWeights, terms));
  const ones = bars.map(() => 1);
  if (parameters.length > 0)
    writeOutputs(writer, "theta", combine(writer, undefined, undefined, ones, bars));
}

function replaceable(writer: GraphWriter, kind: string, values: Values): Values {
  return values.map((value, leaf) => writer.replaceable(nameOf(kind, leaf), value));
}

/** base + scale · Σ weights_j · terms_j, of which those with weight 0 are not needed. */
function combine(
  writer: GraphWriter,
  base: Values | undefined,
  scale: Value | undefined,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<Values>,
): Values {
  const used = weights.flatMap((weight, j) => (weight === 0 ? [] : [{ weight, j }]));
  const factors = used.map(({ weight }) => factor(writer, scale, weight));
  const [first] = base === undefined ? terms.slice(used[0]?.j ?? 0) : [base];
  return (first as Values).map(({ shape }, leaf) => {
    const products = used.map(({ j }, n) => {
      const term = terms[j]?.[leaf] as Value;
      const by = factors[n];
      return by === undefined ? term : writer.operation("Mul", [term, by], shape);
    });
    return sum(writer, base === undefined ? products : [base[leaf] as Value, ...products], shape);
  });
}

/** scale · weight; undefined if it is 1. */
function factor(writer: GraphWriter, scale: Value | undefined, weight: number): Value | undefined {
  const constant = weight === 1 ? undefined : writer.constant(Float64Array.of(weight), []);
  if (scale === undefined || constant === undefined) return scale ?? constant;
  return writer.operation("Mul", [scale, constant], []);
}

function sum(writer: GraphWriter, values: Values, shape: Shape): Value {
  if (values.length === 0) return writer.constant(Float64Array.of(0), shape);
  if (values.length === 1) return values[0] as Value;
  if (values.length === 2) return writer.operation("AddV2", values, shape);
  return writer.operation("AddN", values, shape, { N: { i: values.length } });
}
