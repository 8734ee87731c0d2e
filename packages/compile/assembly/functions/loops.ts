// Functions of vectors, over arrays. `bytes` is a multiple of 16, or less than a vector is left over, which is computed
// and stored as well: callers see to it that there is room.
//
// O is a class without state whose method `of` is the function; it is inlined.

export function mapOne<O>(out: usize, x: usize, bytes: usize): void {
  const o = changetype<O>(0);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, o.of(v128.load(x + i)));
}

export function mapTwo<O>(out: usize, x: usize, y: usize, bytes: usize): void {
  const o = changetype<O>(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(out + i, o.of(v128.load(x + i), v128.load(y + i)));
  }
}

export function mapThree<O>(out: usize, x: usize, y: usize, z: usize, bytes: usize): void {
  const o = changetype<O>(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(out + i, o.of(v128.load(x + i), v128.load(y + i), v128.load(z + i)));
  }
}
