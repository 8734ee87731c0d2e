/**
 * Index of the first entry that is not below `step`, in an ascending list. Checks the end first, the common case.
 */
export function placeOf(steps: ReadonlyArray<number>, step: number): number {
  let high = steps.length;
  // Long lists may be lazy ones, which are to be read with `at`.
  if (high === 0 || (steps.at(high - 1) as number) < step) return high;
  let low = 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps.at(middle) as number) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Inserts a step in order: in a forward pass at the end, without the list that `splice` allocates. */
export function insertStep(steps: Array<number>, step: number): void {
  const place = placeOf(steps, step);
  if (place === steps.length) steps.push(step);
  else steps.splice(place, 0, step);
}

/** Removes a step that is in the list: in a backward pass at the end. */
export function removeStep(steps: Array<number>, step: number): void {
  if (steps[steps.length - 1] === step) steps.pop();
  else steps.splice(placeOf(steps, step), 1);
}
