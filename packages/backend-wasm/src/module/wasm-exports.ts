// Written by assembly/build.mjs from the sources beside it: pnpm build:wasm. Do not edit.

/** The functions of the module. Addresses and counts are integers; how each works stands in assembly/. */
export interface WasmExports {
  add(out: number, a: number, b: number, count: number): void;
  dot(a: number, b: number, count: number): number;
  linearCombination(
    out: number,
    terms: number,
    coefficients: number,
    used: number,
    count: number,
  ): void;
  scaledError(
    out: number,
    error: number,
    from: number,
    to: number,
    rtol: number,
    atol: number,
    count: number,
  ): void;
  squaredErrors(
    error: number,
    from: number,
    to: number,
    rtol: number,
    atol: number,
    count: number,
  ): number;
  erf(x: number, out: number, count: number): void;
  elu(x: number, out: number, count: number): void;
  exp(x: number, out: number, count: number): void;
  expm1(x: number, out: number, count: number): void;
  cos(x: number, out: number, count: number): void;
  sin(x: number, out: number, count: number): void;
  softplus(x: number, out: number, count: number): void;
  addBroadcast(
    a: number,
    b: number,
    out: number,
    count: number,
    aPeriod: number,
    bPeriod: number,
  ): void;
  divideBroadcast(
    a: number,
    b: number,
    out: number,
    count: number,
    aPeriod: number,
    bPeriod: number,
  ): void;
  maximumBroadcast(
    a: number,
    b: number,
    out: number,
    count: number,
    aPeriod: number,
    bPeriod: number,
  ): void;
  minimumBroadcast(
    a: number,
    b: number,
    out: number,
    count: number,
    aPeriod: number,
    bPeriod: number,
  ): void;
  multiplyBroadcast(
    a: number,
    b: number,
    out: number,
    count: number,
    aPeriod: number,
    bPeriod: number,
  ): void;
  subtractBroadcast(
    a: number,
    b: number,
    out: number,
    count: number,
    aPeriod: number,
    bPeriod: number,
  ): void;
  convolution3DFilterGrad(x: number, dy: number, out: number, sizes: number): void;
  convolution3DInputGrad(dy: number, filter: number, out: number, sizes: number): void;
  convolutionFilterGrad(x: number, dy: number, out: number, convolution: number): void;
  copyRows(x: number, xRow: number, out: number, outRow: number, rows: number, bytes: number): void;
  depthwiseFilterGrad(x: number, dy: number, out: number, convolution: number): void;
  depthwiseInputGrad(dy: number, filter: number, out: number, convolution: number): void;
  dilation(x: number, filter: number, out: number, sizes: number): void;
  dilationFilterGrad(x: number, filter: number, dy: number, dfilter: number, sizes: number): void;
  dilationInputGrad(x: number, filter: number, dy: number, dx: number, sizes: number): void;
  matrixProduct(
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bRow: number,
    out: number,
    outRow: number,
    m: number,
    k: number,
    n: number,
    adding: boolean,
  ): void;
  maxPool(x: number, out: number, pooling: number): void;
  maxPoolGrad(x: number, dy: number, dx: number, pooling: number): void;
  power(x: number, out: number, count: number, exponent: number): void;
  relu(x: number, out: number, count: number): void;
  reluGrad(dy: number, x: number, out: number, count: number): void;
  segmentSum(
    x: number,
    ids: number,
    out: number,
    sums: number,
    rows: number,
    width: number,
    segments: number,
  ): void;
  sigmoid(x: number, out: number, count: number): void;
  sigmoidGrad(dy: number, y: number, out: number, count: number): void;
  softplusGrad(dy: number, x: number, out: number, count: number): void;
  sumColumns(x: number, out: number, rows: number, columns: number, divisor: number): void;
  sumRows(x: number, out: number, rows: number, columns: number, divisor: number): void;
  tanh(x: number, out: number, count: number): void;
  tanhGrad(dy: number, y: number, out: number, count: number): void;
  transpose(
    x: number,
    out: number,
    rows: number,
    columns: number,
    xRow: number,
    outRow: number,
  ): void;
}
