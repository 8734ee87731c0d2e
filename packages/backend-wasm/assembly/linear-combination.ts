/** Bytes of each term between two looks at the list: few enough for the result to stay in the nearest cache from pass to pass. */
const CHUNK: usize = 2048;

/**
 * out = Σ_j coefficients_j · terms_j, for `count` float32 numbers, added from the first term to the last.
 *
 * Chunk by chunk, four terms in a pass, then three more on top of the chunk so far: processors follow a few streams of
 * memory well, and many badly.
 *
 * @param out Address of the result, apart from the terms.
 * @param terms Address of `used` addresses, 4 bytes each, aligned.
 * @param coefficients Address of `used` float32 numbers.
 * @param used How many terms: at least one.
 */
export function linearCombination(
  out: usize,
  terms: usize,
  coefficients: usize,
  used: i32,
  count: i32,
): void {
  const end = (<usize>count) << 2;
  for (let i: usize = 0; i < end; i += CHUNK) {
    const bytes = min<usize>(CHUNK, end - i);
    let j = min<i32>(used, 4);
    const x = term(terms, 0) + i;
    const c = number(coefficients, 0);
    pass(out + i, x, c, terms, coefficients, 1, j - 1, i, bytes);
    for (; j < used; j += 3) {
      pass(out + i, out + i, 1, terms, coefficients, j, min<i32>(used - j, 3), i, bytes);
    }
  }
}

function term(terms: usize, j: i32): usize {
  return <usize>load<u32>(terms + ((<usize>j) << 2));
}

function number(coefficients: usize, j: i32): f32 {
  return load<f32>(coefficients + ((<usize>j) << 2));
}

/** out = c x + the terms from `j` on, three at most. */
function pass(
  out: usize,
  x: usize,
  c: f32,
  terms: usize,
  coefficients: usize,
  j: i32,
  more: i32,
  i: usize,
  bytes: usize,
): void {
  if (more === 0) {
    combine1(out, x, c, bytes);
    return;
  }
  const x1 = term(terms, j) + i;
  const c1 = number(coefficients, j);
  if (more === 1) {
    combine2(out, x, x1, c, c1, bytes);
    return;
  }
  const x2 = term(terms, j + 1) + i;
  const c2 = number(coefficients, j + 1);
  if (more === 2) {
    combine3(out, x, x1, x2, c, c1, c2, bytes);
    return;
  }
  const x3 = term(terms, j + 2) + i;
  const c3 = number(coefficients, j + 2);
  combine4(out, x, x1, x2, x3, c, c1, c2, c3, bytes);
}

function combine1(out: usize, x0: usize, c0: f32, bytes: usize): void {
  const w0 = f32x4.splat(c0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(out + i, f32x4.mul(w0, v128.load(x0 + i)));
  for (; i < bytes; i += 4) store<f32>(out + i, c0 * load<f32>(x0 + i));
}

function combine2(out: usize, x0: usize, x1: usize, c0: f32, c1: f32, bytes: usize): void {
  const w0 = f32x4.splat(c0);
  const w1 = f32x4.splat(c1);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    let s = f32x4.mul(w0, v128.load(x0 + i));
    s = f32x4.add(s, f32x4.mul(w1, v128.load(x1 + i)));
    v128.store(out + i, s);
  }
  for (; i < bytes; i += 4) {
    store<f32>(out + i, c0 * load<f32>(x0 + i) + c1 * load<f32>(x1 + i));
  }
}

function combine3(
  out: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  c0: f32,
  c1: f32,
  c2: f32,
  bytes: usize,
): void {
  const w0 = f32x4.splat(c0);
  const w1 = f32x4.splat(c1);
  const w2 = f32x4.splat(c2);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    let s = f32x4.mul(w0, v128.load(x0 + i));
    s = f32x4.add(s, f32x4.mul(w1, v128.load(x1 + i)));
    s = f32x4.add(s, f32x4.mul(w2, v128.load(x2 + i)));
    v128.store(out + i, s);
  }
  for (; i < bytes; i += 4) {
    const s = c0 * load<f32>(x0 + i) + c1 * load<f32>(x1 + i);
    store<f32>(out + i, s + c2 * load<f32>(x2 + i));
  }
}

function combine4(
  out: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  c0: f32,
  c1: f32,
  c2: f32,
  c3: f32,
  bytes: usize,
): void {
  const w0 = f32x4.splat(c0);
  const w1 = f32x4.splat(c1);
  const w2 = f32x4.splat(c2);
  const w3 = f32x4.splat(c3);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    let s = f32x4.mul(w0, v128.load(x0 + i));
    s = f32x4.add(s, f32x4.mul(w1, v128.load(x1 + i)));
    s = f32x4.add(s, f32x4.mul(w2, v128.load(x2 + i)));
    s = f32x4.add(s, f32x4.mul(w3, v128.load(x3 + i)));
    v128.store(out + i, s);
  }
  for (; i < bytes; i += 4) {
    const s = c0 * load<f32>(x0 + i) + c1 * load<f32>(x1 + i) + c2 * load<f32>(x2 + i);
    store<f32>(out + i, s + c3 * load<f32>(x3 + i));
  }
}
