import type { HostArray, Shape } from "../host/host-array.js";
import type { Weight } from "./program.js";

/** Values by name. */
export type Environment = Map<string, HostArray>;

/** One statement: what it says, and what it does on the host. */
export interface Statement {
  readonly text: string;
  run(values: Environment, t: number): void;
}

/** The body of a function while it is built. Statements run at once: what comes next depends on how large values are. */
export interface Block {
  readonly statements: Array<Statement>;
  /** What can be used, oldest first. */
  readonly names: Array<string>;
  readonly values: Environment;
  /** What this function has made and nothing has used yet. */
  readonly unused: Set<string>;
  /** The function around it. */
  readonly outer?: Block;
  /** What all functions of the program share. */
  readonly shared: Shared;
}

/** What is outside of functions, and counts. */
export interface Shared {
  readonly weights: Array<Weight>;
  /** Statements before f. */
  readonly prelude: Array<string>;
  readonly read: Set<string>;
  readonly operations: Array<string>;
  names: number;
  nested: boolean;
  /** Where numbers come from. */
  seed: number;
}

/** Appends a statement and runs it. */
export function append(block: Block, statement: Statement): void {
  statement.run(block.values, BUILD_TIME);
  block.statements.push(statement);
}

/** The time at which programs are built: no time of a stage. */
const BUILD_TIME = 0.1;

/** Answers with what takes everything back that is appended from now on. */
export function savepoint({ statements, unused, shared }: Block): () => void {
  const lists = [statements, shared.weights, shared.prelude, shared.operations];
  const lengths = lists.map(({ length }) => length);
  const sets = [unused, shared.read].map((set) => [set, [...set]] as const);
  return () => {
    for (const [i, list] of lists.entries()) list.splice(lengths[i] as number);
    for (const [set, members] of sets) {
      set.clear();
      for (const member of members) set.add(member);
    }
  };
}

/** Adds a value that a statement makes. */
export function declare(block: Block, name: string): void {
  block.names.push(name);
  block.unused.add(name);
}

/** Notes that a statement reads a value. */
export function use(block: Block, name: string): void {
  block.unused.delete(name);
  block.shared.read.add(name);
}

export function lookUp(values: Environment, name: string): HostArray {
  const value = values.get(name);
  if (value === undefined) throw new Error(`${name} is not defined`);
  return value;
}

export function freshName(block: Block, letter: string): string {
  return `${letter}${block.shared.names++}`;
}

export function shapeText(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

export function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}
