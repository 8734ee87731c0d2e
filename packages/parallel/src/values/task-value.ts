/** A typed array that a task can receive or return. Arrays of all these types travel as raw bytes. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/** Input or output of a task: what JSON can express, any number, and typed arrays, nested as you like. */
export type TaskValue =
  | null
  | boolean
  | number
  | string
  | NumericArray
  | ReadonlyArray<TaskValue>
  | { readonly [name: string]: TaskValue | undefined };
