/** Arrays of one fused operation, one per stage, made when they are first needed or the state's length changes. */
export type Scratch = (stages: number, length: number) => ReadonlyArray<Float64Array>;

export function newScratch(): Scratch {
  let arrays: Array<Float64Array> = [];
  return (stages, length) => {
    if (arrays[0]?.length !== length) arrays = [];
    while (arrays.length < stages) arrays.push(new Float64Array(length));
    return arrays;
  };
}
