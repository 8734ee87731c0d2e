import { addProduct, addProductWithTransposed, addRows, addTransposedProduct } from "./matrices.js";
import { type PlainActivation, plainActivations } from "./plain-activations.js";

/**
 * A layer h → (hW + b) ⊙ σ(t·g + c) + t·k. Its arrays are given by their places in the list of parameters; b, k, and g with
 * c may be missing.
 */
export interface PlainLayer {
  readonly inputs: number;
  readonly kernel: number;
  readonly bias?: number;
  readonly shift?: number;
  readonly gate?: number;
  readonly gateBias?: number;
}

type Arrays = ReadonlyArray<Float64Array>;

/** What a layer leaves for its derivative: its inputs, its values before the gate and the activation, and their tangents. */
interface LayerTrace {
  readonly h: Float64Array;
  readonly tangents: Arrays;
  readonly affine: Float64Array;
  readonly affineTangents: Arrays;
  readonly gate: Float64Array | undefined;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** An evaluated network. */
export interface NetworkTrace {
  readonly t: number;
  readonly layers: ReadonlyArray<LayerTrace>;
  readonly value: Float64Array;
  /** The products of the Jacobian with the tangents. */
  readonly products: Arrays;
}

/** Cotangents for what a network was given. */
export interface NetworkCotangents {
  readonly x: Float64Array;
  readonly t: number;
}

/** A network in double precision with its derivatives, of first and second order, written as loops. */
export interface PlainNetwork {
  /** @param x [rows, inputs] @param tangents Vectors of the same shape, for each of which a product is computed. */
  evaluate(t: number, x: Float64Array, tangents: Arrays, parameters: Arrays): NetworkTrace;
  /** Pulls back cotangents of the value and the products; those of the parameters are added to `bars`. */
  pullback(
    trace: NetworkTrace,
    valueBar: Float64Array,
    productBars: Arrays,
    parameters: Arrays,
    bars: Arrays,
  ): NetworkCotangents;
}

/** The activation stands between the layers, and not after the last. */
export function plainNetwork(
  layers: ReadonlyArray<PlainLayer>,
  activation: keyof typeof plainActivations,
): PlainNetwork {
  const act = plainActivations[activation];
  return {
    evaluate(t, x, tangents, parameters) {
      const traces: Array<LayerTrace> = [];
      let [h, products] = [x, tangents];
      for (const [i, layer] of layers.entries()) {
        const last = i === layers.length - 1;
        const trace = applyLayer(layer, last ? undefined : act, t, h, products, parameters);
        traces.push(trace.layer);
        h = trace.layer.y;
        products = trace.products;
      }
      return { t, layers: traces, value: h, products };
    },
    pullback({ t, layers: traces }, valueBar, productBars, parameters, bars) {
      let [hBar, vBars] = [valueBar, productBars];
      let tBar = 0;
      for (let i = layers.length - 1; i >= 0; i--) {
        const last = i === layers.length - 1;
        const layer = layers[i] as PlainLayer;
        const trace = traces[i] as LayerTrace;
        const pulled = pullLayer(
          layer,
          last ? undefined : act,
          t,
          trace,
          hBar,
          vBars,
          parameters,
          bars,
        );
        [hBar, vBars] = [pulled.h, pulled.tangents];
        tBar += pulled.t;
      }
      return { x: hBar, t: tBar };
    },
  };
}

function applyLayer(
  layer: PlainLayer,
  act: PlainActivation | undefined,
  t: number,
  h: Float64Array,
  tangents: Arrays,
  parameters: Arrays,
): { readonly layer: LayerTrace; readonly products: Arrays } {
  const { inputs } = layer;
  const kernel = parameters[layer.kernel] as Float64Array;
  const outputs = kernel.length / inputs;
  const rows = h.length / inputs;
  const parameter = (place: number | undefined) =>
    place === undefined ? undefined : (parameters[place] as Float64Array);
  const [bias, shift, slopeOfGate, gateBias] = [
    ...[parameter(layer.bias), parameter(layer.shift)],
    ...[parameter(layer.gate), parameter(layer.gateBias)],
  ];
  const gate = slopeOfGate?.map((g, j) => 1 / (1 + Math.exp(-(g * t + at(gateBias, j)))));
  const affine = Float64Array.from({ length: rows * outputs }, (_, i) => bias?.[i % outputs] ?? 0);
  addProduct(affine, h, kernel, inputs);
  const x = affine.map((a, i) => {
    const j = i % outputs;
    return a * (gate?.[j] ?? 1) + (shift === undefined ? 0 : t * at(shift, j));
  });
  const y = act === undefined ? x : x.map(act.value);
  const affineTangents = tangents.map((tangent) => {
    const product = new Float64Array(rows * outputs);
    addProduct(product, tangent, kernel, inputs);
    return product;
  });
  const slope = act === undefined ? undefined : x.map((each, i) => act.slope(each, at(y, i)));
  const products = affineTangents.map((c) =>
    c.map((each, i) => each * (gate?.[i % outputs] ?? 1) * (slope?.[i] ?? 1)),
  );
  return { layer: { h, tangents, affine, affineTangents, gate, x, y }, products };
}

function pullLayer(
  layer: PlainLayer,
  act: PlainActivation | undefined,
  t: number,
  { h, tangents, affine, affineTangents, gate, x, y }: LayerTrace,
  yBar: Float64Array,
  productBars: Arrays,
  parameters: Arrays,
  bars: Arrays,
): { readonly h: Float64Array; readonly tangents: Arrays; readonly t: number } {
  const { inputs } = layer;
  const kernel = parameters[layer.kernel] as Float64Array;
  const outputs = kernel.length / inputs;
  const rows = h.length / inputs;
  const slope = act === undefined ? undefined : x.map((each, i) => act.slope(each, at(y, i)));
  const scaled = productBars.map((bar) => bar.map((b, i) => b * (slope?.[i] ?? 1)));
  const xBar = yBar.map((b, i) => b * (slope?.[i] ?? 1));
  if (act !== undefined) {
    for (const [k, bar] of productBars.entries())
      for (let i = 0; i < xBar.length; i++) {
        const product = at(affineTangents[k], i) * (gate?.[i % outputs] ?? 1);
        xBar[i] = at(xBar, i) + at(bar, i) * product * act.curvature(at(x, i), at(y, i));
      }
  }
  let tBar = 0;
  const shift = layer.shift === undefined ? undefined : parameters[layer.shift];
  if (shift !== undefined) {
    const total = new Float64Array(outputs);
    addRows(total, xBar);
    addScaled(bars[layer.shift as number] as Float64Array, total, t);
    tBar += dot(total, shift);
  }
  if (gate !== undefined) {
    const gateBar = new Float64Array(outputs);
    addRows(
      gateBar,
      xBar.map((b, i) => b * at(affine, i)),
    );
    for (const [k, bar] of scaled.entries())
      addRows(
        gateBar,
        bar.map((b, i) => b * at(affineTangents[k], i)),
      );
    const inner = gateBar.map((b, j) => b * at(gate, j) * (1 - at(gate, j)));
    addScaled(bars[layer.gate as number] as Float64Array, inner, t);
    addScaled(bars[layer.gateBias as number] as Float64Array, inner, 1);
    tBar += dot(inner, parameters[layer.gate as number] as Float64Array);
  }
  const gated = (bar: Float64Array) => bar.map((b, i) => b * (gate?.[i % outputs] ?? 1));
  const affineBar = gated(xBar);
  const tangentBars = scaled.map(gated);
  const kernelBar = bars[layer.kernel] as Float64Array;
  addTransposedProduct(kernelBar, h, affineBar, rows);
  for (const [k, bar] of tangentBars.entries())
    addTransposedProduct(kernelBar, tangents[k] as Float64Array, bar, rows);
  if (layer.bias !== undefined) addRows(bars[layer.bias] as Float64Array, affineBar);
  const throughKernel = (bar: Float64Array) => {
    const out = new Float64Array(rows * inputs);
    addProductWithTransposed(out, bar, kernel, outputs);
    return out;
  };
  return { h: throughKernel(affineBar), tangents: tangentBars.map(throughKernel), t: tBar };
}

function addScaled(out: Float64Array, summand: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = at(out, i) + factor * at(summand, i);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * at(b, i), 0);
}

function at(array: Float64Array | undefined, i: number): number {
  return array?.[i] as number;
}
