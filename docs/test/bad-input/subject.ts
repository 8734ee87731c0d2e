/** A public function, and a call of it that is right. */
export interface Subject {
  /** The package that exports it. */
  readonly from: string;
  readonly name: string;
  readonly call: (...args: ReadonlyArray<never>) => unknown;
  /** Arguments that are right; made anew for each call. */
  args(): Array<unknown>;
  /** The position of its options, if it takes some: these are tried one by one. */
  readonly options?: number;
  /** Whether it can do what it should in Node, without a browser and more packages. Default true. */
  readonly works?: boolean;
  /** Options within options, by name: they are tried one by one as well. */
  readonly nested?: string;
}
