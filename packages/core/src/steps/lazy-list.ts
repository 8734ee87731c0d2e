/**
 * A list whose items are computed when they are asked for, as an array to be read: for long lists that are kept in less
 * memory than an array takes. Read the items with `at` in loops: it is fast, and leaves no garbage.
 *
 * @param length The number of items at present.
 * @param at The item at an index below that.
 */
export function lazyList<T>(length: () => number, at: (index: number) => T): ReadonlyArray<T> {
  const target: Array<T> = [];
  // Reading by `at` converts no index to a property's name, which would be garbage that lives long.
  Object.defineProperty(target, "at", {
    value: (index: number) => {
      const place = index < 0 ? index + length() : index;
      return place >= 0 && place < length() ? at(place) : undefined;
    },
  });
  return new Proxy(target, {
    get(_, name) {
      if (name === "length") return length();
      const index = indexOf(name);
      if (index === undefined) return Reflect.get(target, name);
      return index < length() ? at(index) : undefined;
    },
    has(_, name) {
      const index = indexOf(name);
      return index === undefined ? Reflect.has(target, name) : index < length();
    },
    set: () => false,
  });
}

function indexOf(name: string | symbol): number | undefined {
  if (typeof name === "symbol") return undefined;
  const index = Number(name);
  return Number.isInteger(index) && index >= 0 ? index : undefined;
}
