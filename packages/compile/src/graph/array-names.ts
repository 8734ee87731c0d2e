import { sameNumbers } from "./same-numbers.js";

type Numbers = Int32Array | Float64Array;

/** Names arrays by their contents. */
export function newArrayNames(): (array: Numbers) => string {
  const byHash = new Map<number, Array<Numbers>>();
  const names = new WeakMap<Numbers, string>();
  return (array) => {
    const known = names.get(array);
    if (known !== undefined) return known;
    const hash = hashOf(array);
    const same = byHash.get(hash) ?? [];
    let index = same.findIndex((other) => equal(other, array));
    if (index < 0) index = same.push(array) - 1;
    byHash.set(hash, same);
    const name = `${hash}.${index}`;
    names.set(array, name);
    return name;
  };
}

/** FNV-1a over the bytes. */
function hashOf(array: Numbers): number {
  const words = new Uint32Array(array.buffer, array.byteOffset, array.byteLength / 4);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash;
}

function equal(a: Numbers, b: Numbers): boolean {
  return a.BYTES_PER_ELEMENT === b.BYTES_PER_ELEMENT && sameNumbers(a, b);
}
