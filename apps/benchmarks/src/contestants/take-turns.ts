import { quantile } from "../timing/quantile.js";
import { randomNumbers, shuffled } from "../timing/random-order.js";
import type { Series } from "../timing/ratio.js";
import { spreadRanks } from "../timing/spread-ranks.js";
import type { Contestant } from "./contestant.js";
import type { Facts } from "./services.js";

/** How long to measure; milliseconds. */
export interface Pace {
  readonly rounds: number;
  /** Rounds of what is slow, at least. */
  readonly leastRounds: number;
  /** Of each entrant before it is timed. */
  readonly warmUp: number;
  /** Of one measurement: calls are repeated to fill it. */
  readonly slice: number;
  /** Of all measurements of one entrant: those that cannot keep to it have fewer rounds. */
  readonly budget: number;
}

/** What was measured, by contestant and entrant. */
export interface Measurements {
  seconds(contestant: string, entrant: string): Series | undefined;
  facts(contestant: string, entrant: string): Facts | undefined;
  /** Processors that a contestant kept busy: the largest median over its entrants. */
  cores(contestant: string): number | undefined;
  /** Who could not do what, and why, in sentences. */
  readonly failures: ReadonlyArray<string>;
}

interface Turn {
  readonly contestant: Contestant;
  readonly entrant: string;
  readonly calls: number;
  readonly rounds: number;
  readonly facts: Facts;
  readonly seconds: Array<number | undefined>;
  readonly cores: Array<number>;
  failed: boolean;
}

/** Contestants with what each of them is to do. */
export type Field = ReadonlyArray<{
  readonly contestant: Contestant;
  readonly entrants: ReadonlyArray<string>;
}>;

/**
 * Times everything in rounds: in each, the sizes take turns in random order, within a size the engines, and within an engine
 * what it computes, one right after the other. What slows the machine down for a while slows them all down.
 *
 * The second word of an entrant is its size; the first of a contestant's name, its engine.
 *
 * One computes at a time. An entrant that fails is left out from then on.
 */
export async function takeTurns(
  field: Field,
  pace: Pace,
  progress: (done: number) => void = () => {},
): Promise<Measurements> {
  const failures: Array<string> = [];
  const turns: Array<Turn> = [];
  const random = randomNumbers(1);
  for (const { contestant, entrants } of field)
    for (const entrant of entrants) {
      const fail = failing(failures, contestant.name, entrant);
      const turn = await prepare(contestant, entrant, pace).catch(fail);
      if (turn !== undefined) turns.push(turn);
    }
  const sizes = grouped(turns, ({ entrant }) => entrant.split(" ")[1]);
  const groups = sizes.map((size) =>
    grouped(size, ({ contestant }) => contestant.name.split(" ")[0]),
  );
  for (const [round, rank] of spreadRanks(pace.rounds).entries()) {
    const order = shuffled(groups, random)
      .flatMap((group) => shuffled(group, random))
      .flatMap((group) => shuffled(group, random));
    for (const turn of order) {
      if (turn.failed || rank >= turn.rounds) continue;
      const { contestant, entrant, calls } = turn;
      const timing = await contestant
        .time(entrant, calls)
        .catch(failing(failures, contestant.name, entrant));
      turn.failed = timing === undefined;
      turn.seconds[round] = timing?.secondsPerCall;
      if (timing?.cores !== undefined) turn.cores.push(timing.cores);
    }
    progress((round + 1) / pace.rounds);
  }
  const find = (name: string, entrant: string): Turn | undefined =>
    turns.find((turn) => turn.contestant.name === name && turn.entrant === entrant);
  return {
    seconds: (name, entrant) => find(name, entrant)?.seconds,
    facts: (name, entrant) => find(name, entrant)?.facts,
    cores: (name) => {
      const busy = turns.filter(({ contestant, cores }) => contestant.name === name && cores[0]);
      if (busy.length === 0) return undefined;
      return Math.max(...busy.map(({ cores }) => quantile(cores, 0.5)));
    },
    failures,
  };
}

async function prepare(contestant: Contestant, entrant: string, pace: Pace): Promise<Turn> {
  const facts = await contestant.facts(entrant);
  const milliseconds = 1000 * (await contestant.warm(entrant, pace.warmUp));
  const calls = Math.max(1, Math.round(pace.slice / milliseconds));
  const affordable = Math.floor(pace.budget / (calls * milliseconds));
  const rounds = Math.min(pace.rounds, Math.max(pace.leastRounds, affordable));
  const seconds = new Array<number | undefined>(pace.rounds).fill(undefined);
  return { contestant, entrant, calls, rounds, facts, seconds, cores: [], failed: false };
}

function grouped<T>(
  items: ReadonlyArray<T>,
  keyOf: (item: T) => unknown,
): ReadonlyArray<ReadonlyArray<T>> {
  const keys = [...new Set(items.map(keyOf))];
  return keys.map((key) => items.filter((item) => keyOf(item) === key));
}

function failing(failures: Array<string>, name: string, entrant: string) {
  return (error: unknown): undefined => {
    const reason = error instanceof Error ? error.message : String(error);
    failures.push(`${name}, ${entrant}: ${reason}`);
  };
}
