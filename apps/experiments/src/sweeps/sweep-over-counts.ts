import { drawPanels } from "@symplectic-adjoint/examples/draw-panels";
import { linePanel } from "../drawing/panels.js";
import {
  type Experiment,
  experiment,
  type PartContext,
  type PartResult,
} from "../framework/experiment.js";
import { FUNCTIONS } from "../solving/counting.js";

/** The result of one number of steps. */
interface CountResult {
  readonly steps: number;
}

/** A measurement of all five functions at growing numbers of steps. */
export interface CountSweep<R extends CountResult> {
  readonly quickCounts: ReadonlyArray<number>;
  run(count: number, context: PartContext): Promise<PartResult<R>>;
  /** Claims that do not hold. */
  check(results: ReadonlyArray<R>): ReadonlyArray<string>;
  readonly table: {
    title(results: ReadonlyArray<R>): string;
    readonly note: string;
    /** Of a function, by its name. */
    cell(result: R, name: string): string;
  };
  readonly picture: {
    /** Under which it is stored. */
    readonly name: string;
    readonly text: string;
    readonly subtext: string;
    readonly panel: string;
    /** Name of the vertical axis. */
    readonly y: string;
    /** What is drawn of a function; undefined if it was not measured. */
    value(result: R, name: string): number | undefined;
  };
}

const COUNTS = [10, 20, 50, 100, 200, 500, 1000];

/** The experiment of a sweep: a part for each count, a table with a row for each, and a picture with a line for each function. */
export function sweepOverCounts<R extends CountResult>(sweep: CountSweep<R>): Experiment {
  return experiment<R>({
    plan: ({ quick }) =>
      (quick ? sweep.quickCounts : COUNTS).map((count) => ({
        ...{ name: `${count} steps`, weight: count },
        run: (context) => sweep.run(count, context),
      })),
    report(results) {
      const all = [...results.values()];
      const { title, note, cell } = sweep.table;
      const table = {
        title: title(all),
        head: ["steps", ...FUNCTIONS.map(({ name }) => name)],
        rows: all.map((result) => [
          result.steps,
          ...FUNCTIONS.map(({ name }) => cell(result, name)),
        ]),
        notes: [note],
      };
      return {
        tables: [table],
        pictures: { [sweep.picture.name]: draw(sweep.picture, all) },
        figures: all,
        failures: sweep.check(all),
      };
    },
  });
}

function draw<R extends CountResult>(
  { text, subtext, panel, y, value }: CountSweep<R>["picture"],
  results: ReadonlyArray<R>,
): string {
  const frame = { left: 90, top: 130, width: 560, height: 340 };
  const lines = FUNCTIONS.map(({ name }) => ({
    name,
    points: results.flatMap((result) => {
      const found = value(result, name);
      return found === undefined ? [] : [[result.steps, found] as const];
    }),
  }));
  const axes = {
    x: { name: "steps", logarithmic: true },
    y: { name: y, logarithmic: true },
  };
  return drawPanels([linePanel(panel, frame, axes, lines)], {
    ...{ text, subtext, width: 720, height: 540 },
  });
}
