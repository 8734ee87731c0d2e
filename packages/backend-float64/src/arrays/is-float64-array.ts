/** Whether a value is an array of this backend. */
export function isFloat64Array(value: unknown): value is Float64Array {
  return value instanceof Float64Array;
}
