/** Rows under headings. Numbers are written without rounding; round them first. */
export interface Table {
  readonly title: string;
  readonly head: ReadonlyArray<string>;
  readonly rows: ReadonlyArray<ReadonlyArray<string | number>>;
  /** Lines below the table. */
  readonly notes?: ReadonlyArray<string>;
}
