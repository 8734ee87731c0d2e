/** Pairs (x, y), such as the rows of `await ys.array()` of a tensor [n, 2]. */
export type Pairs = ReadonlyArray<ReadonlyArray<number>>;

/** What is drawn under one name: a line, points, or both. */
export interface Curve {
  readonly line?: Pairs;
  readonly points?: Pairs;
}

/** How a picture is drawn. */
export interface Axes {
  /** Label of the horizontal axis. */
  readonly x?: string;
  /** Label of the vertical axis. */
  readonly y?: string;
  /** Whether the vertical axis is logarithmic. Default false. */
  readonly log?: boolean;
}

/** A picture, identified by its title: a later one with the same title replaces it. */
export type Picture =
  | {
      readonly kind: "curves";
      readonly title: string;
      readonly curves: Readonly<Record<string, Curve>>;
      readonly axes: Axes;
    }
  | {
      readonly kind: "heat";
      readonly title: string;
      /** Rows from top to bottom. */
      readonly rows: Pairs;
      readonly axes: Axes;
    };

/** What the reader chooses beside the code. */
export interface Controls {
  /** The box "Compiled". It is shown if the code has the word `controls`. */
  readonly compiled: boolean;
}

/** The module `#live` of the tutorials' code: what their page adds to the published packages. */
export interface Live {
  /** The choices for this run. */
  readonly controls: Controls;
  /** The numbers 0, 1, … below `total`; the page shows how many are done. */
  progress(total: number): Generator<number>;
  /** Draws curves under a title. */
  plot(title: string, curves: Readonly<Record<string, Curve>>, axes?: Axes): void;
  /** Draws rows of numbers as colours under a title. */
  heat(title: string, rows: Pairs, axes?: Axes): void;
}
