type Methods = Readonly<Record<string, unknown>>;

/**
 * Temporarily shadows methods of an object with own properties while `body` runs. Restores own methods that existed
 * before.
 */
export function withMethods<T>(object: object, methods: Methods, body: () => T): T {
  const target = object as Record<string, unknown>;
  const names = Object.keys(methods);
  const before = names.map((name) => (Object.hasOwn(target, name) ? target[name] : undefined));
  for (const name of names) target[name] = methods[name];
  try {
    return body();
  } finally {
    // Remove in reverse order: V8 keeps the object's fast shape if the last added property is removed first.
    for (let i = names.length - 1; i >= 0; i--) {
      const name = names[i] as string;
      if (before[i] === undefined) delete target[name];
      else target[name] = before[i];
    }
  }
}
