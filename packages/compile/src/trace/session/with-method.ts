/** Runs `body` with a method of an object replaced; then the object is as before, whatever it throws. */
export function withMethod<M, T>(
  target: object,
  name: string,
  replace: (before: M) => unknown,
  body: () => T,
): T {
  const methods = target as Record<string, unknown>;
  const own = Object.getOwnPropertyDescriptor(target, name);
  methods[name] = replace(methods[name] as M);
  try {
    return body();
  } finally {
    if (own === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, own);
  }
}
