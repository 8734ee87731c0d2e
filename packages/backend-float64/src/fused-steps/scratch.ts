/** Scratch arrays, one per stage, allocated on first use or when the length of the state changes. */
export type Scratch = (stages: number, length: number) => ReadonlyArray<Float64Array>;

export function newScratch(): Scratch {
  let arrays: Array<Float64Array> = [];
  return (stages, length) => {
    if (arrays[0]?.length !== length) arrays = [];
    while (arrays.length < stages) arrays.push(new Float64Array(length));
    return arrays;
  };
}
