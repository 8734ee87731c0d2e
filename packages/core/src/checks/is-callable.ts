/** Whether a value is a callable function. Classes are excluded: calling one throws a TypeError. */
export function isCallable(value: unknown): value is (...args: never) => unknown {
  if (typeof value !== "function") return false;
  // Only classes and built-in constructors have a non-writable prototype.
  return Object.getOwnPropertyDescriptor(value, "prototype")?.writable !== false;
}
