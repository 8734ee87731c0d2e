import { newArrayNames } from "./array-names.js";

/** Texts for objects, the same for those with equal fields: arrays of numbers are compared by their contents. */
export function newContentKeys(): (fields: object) => string {
  const nameOf = newArrayNames();
  return (fields) =>
    Object.entries(fields)
      .map(([name, value]: [string, unknown]) => {
        const isArray = value instanceof Int32Array || value instanceof Float64Array;
        return `${name}:${isArray ? nameOf(value) : String(value)}`;
      })
      .sort()
      .join(";");
}
