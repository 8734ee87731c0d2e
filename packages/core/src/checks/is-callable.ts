/** Whether a value can be called: a function, but no class, since calling a class throws a TypeError. */
export function isCallable(value: unknown): value is (...args: never) => unknown {
  if (typeof value !== "function") return false;
  // Of all functions, only classes and built-in constructors have a prototype for good.
  return Object.getOwnPropertyDescriptor(value, "prototype")?.writable !== false;
}
