import { Vector } from "../lanes";
import { Words } from "../words";

/** Numbers per pass over the terms: few enough for the result to stay in the L1 cache. */
const CHUNK: usize = 4096;
const ZEROS = memory.data(4096, 16);

/**
 * out = base + scale · Σ weight · term. Words:
 *
 *     2 out, 3 base or 0, 4 address of the scale, a double, 5 numbers, 6 terms, then for each: address, weight (a double)
 */
export function combine<T>(at: usize): void {
  const out = Words.address(at, 2);
  const base = Words.address(at, 3);
  const scale = load<f64>(Words.address(at, 4));
  const bytes = <usize>Words.int(at, 5) * sizeof<T>();
  const terms = Words.int(at, 6);
  for (let i: usize = 0; i < bytes; i += CHUNK) {
    const size = min(CHUNK, bytes - i);
    let from = base === 0 ? ZEROS : base + i;
    let term = at + 28;
    let left = terms;
    // Once even without terms: a copy.
    do {
      pass<T>(out + i, from, term, scale, min(left, 3), i, size);
      from = out + i;
      term += 36;
      left -= 3;
    } while (left > 0);
  }
}

/** out = from + up to three terms, some of which may be read although their coefficient is 0. */
function pass<T>(
  out: usize,
  from: usize,
  term: usize,
  scale: f64,
  terms: i32,
  offset: usize,
  bytes: usize,
): void {
  const x0 = Words.address(term, 0) + offset;
  const x1 = terms > 1 ? Words.address(term, 3) + offset : x0;
  const x2 = terms > 2 ? Words.address(term, 6) + offset : x1;
  const w0 = v128.splat<T>(<T>(scale * load<f64>(term, 4)));
  const w1 = v128.splat<T>(terms > 1 ? <T>(scale * load<f64>(term, 16)) : <T>0);
  const w2 = v128.splat<T>(terms > 2 ? <T>(scale * load<f64>(term, 28)) : <T>0);
  for (let i: usize = 0; i < bytes; i += 16) {
    let s = v128.load(from + i);
    if (terms > 0) s = Vector.madd<T>(w0, v128.load(x0 + i), s);
    if (terms > 1) s = Vector.madd<T>(w1, v128.load(x1 + i), s);
    if (terms > 2) s = Vector.madd<T>(w2, v128.load(x2 + i), s);
    Vector.put<T>(out + i, s, bytes - i);
  }
}
