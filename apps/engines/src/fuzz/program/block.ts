import type { HostArray, Shape } from "../host/host-array.js";
import type { Weight } from "./program.js";

/** Values by name. */
export type Environment = Map<string, HostArray>;

/** One statement: its source, and its effect on the host. */
export interface Statement {
  readonly text: string;
  run(values: Environment, t: number): void;
}

/**
 * The body of a function while it is built. Statements run immediately, because later ones depend on the magnitude of
 * values.
 */
export interface Block {
  readonly statements: Array<Statement>;
  /** The available values, oldest first. */
  readonly names: Array<string>;
  readonly values: Environment;
  /** The values of this function that are unused so far. */
  readonly unused: Set<string>;
  /** The enclosing function. */
  readonly outer?: Block;
  /** The state shared by all functions of the program. */
  readonly shared: Shared;
}

/** Declarations outside of functions, and counters. */
export interface Shared {
  readonly weights: Array<Weight>;
  /** Statements before f. */
  readonly prelude: Array<string>;
  readonly read: Set<string>;
  readonly operations: Array<string>;
  names: number;
  nested: boolean;
  /** The source of numbers. */
  seed: number;
}

/** Appends a statement and runs it. */
export function append(block: Block, statement: Statement): void {
  statement.run(block.values, BUILD_TIME);
  block.statements.push(statement);
}

/** The time at which programs are built: not the time of a stage. */
const BUILD_TIME = 0.1;

/** Returns a function that removes everything appended since this call. */
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

/** Adds a value created by a statement. */
export function declare(block: Block, name: string): void {
  block.names.push(name);
  block.unused.add(name);
}

/** Marks a value as used by a statement. */
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
