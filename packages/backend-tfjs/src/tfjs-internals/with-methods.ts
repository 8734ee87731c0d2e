type Methods = Readonly<Record<string, unknown>>;

/**
 * Lets an object have other methods while `body` runs: as properties of its own, which hide those of its class and are
 * removed again however `body` ends. Methods of that name which somebody gave the object itself are put back.
 */
export function withMethods<T>(object: object, methods: Methods, body: () => T): T {
  const target = object as Record<string, unknown>;
  const names = Object.keys(methods);
  const before = names.map((name) => (Object.hasOwn(target, name) ? target[name] : undefined));
  for (const name of names) target[name] = methods[name];
  try {
    return body();
  } finally {
    // The last one first: an object that loses the property it gained last stays as fast as it was.
    for (let i = names.length - 1; i >= 0; i--) {
      const name = names[i] as string;
      if (before[i] === undefined) delete target[name];
      else target[name] = before[i];
    }
  }
}
