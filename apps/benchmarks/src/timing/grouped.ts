/** Groups equal items, in order of first appearance. */
export function grouped<T>(
  items: ReadonlyArray<T>,
  alike: (a: T, b: T) => boolean,
): ReadonlyArray<readonly [T, ...Array<T>]> {
  const groups: Array<[T, ...Array<T>]> = [];
  for (const item of items) {
    const group = groups.find(([first]) => alike(first, item));
    if (group === undefined) groups.push([item]);
    else group.push(item);
  }
  return groups;
}
