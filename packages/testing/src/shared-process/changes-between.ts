/** One line for each part of the state that was added, removed or changed. */
export function changesBetween(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): Array<string> {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    if (!after.has(name)) return [`${name} is gone`];
    if (!before.has(name)) return [`${name} was added`];
    const [then, now] = [before.get(name), after.get(name)];
    if (Object.is(then, now)) return [];
    return [now === Object(now) ? `${name} was replaced` : `${name} was ${then} and is ${now}`];
  });
}
