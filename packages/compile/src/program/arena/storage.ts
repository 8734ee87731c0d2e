/** A place for numbers. Its offset is known once the arena is laid out. */
export interface Storage {
  readonly length: number;
  offset: number;
  /** Whether it holds its numbers until the program is released, not only between their first use and the last. */
  readonly lasting: boolean;
}

/** A place between its first use and the last. */
export function temporary(length: number): Storage {
  return { length, offset: -1, lasting: false };
}

/** A place of its own. */
export function lasting(length: number): Storage {
  return { length, offset: -1, lasting: true };
}
