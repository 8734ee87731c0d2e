/** A three-layer network and its batch. */
export interface NetworkSize {
  readonly batch: number;
  readonly state: number;
  readonly width: number;
}

/** A size with its name, batch x state x width, and whether arithmetic dominates the cost of calls. */
export interface NamedSize extends NetworkSize {
  readonly name: string;
  readonly large: boolean;
}

const named = (batch: number, state: number, width: number, large: boolean): NamedSize => ({
  name: `${batch}x${state}x${width}`,
  batch,
  state,
  width,
  large,
});

/** The networks that are timed. */
export const networkSizes: ReadonlyArray<NamedSize> = [
  named(1, 2, 16, false),
  named(64, 2, 64, false),
  named(1024, 64, 64, true),
  named(256, 64, 256, true),
];

/** Elements of the states that steps combine. */
export const stateLengths: ReadonlyArray<number> = [1e2, 1e4, 1e6];
