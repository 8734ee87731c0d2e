import type { MapName, UnaryName } from "../graph/graph.js";

/** Arrays of either precision. */
export type FloatArray = Float32Array | Float64Array;

/** A place in the arena, in numbers (not bytes). */
export interface Slot {
  readonly offset: number;
  readonly length: number;
}

/**
 * A function and its derivative, ready to run: instructions on one arena of numbers whose layout is fixed. An executor
 * allocates `arenaLength` numbers and the tables, and nothing else.
 */
export interface Program {
  readonly precision: "float32" | "float64";
  /** Numbers in the arena. */
  readonly arenaLength: number;
  /** The tables of gathers and scatters, one after another. */
  readonly tables: Int32Array;
  /** Written once, when the program is loaded. */
  readonly constants: ReadonlyArray<{ readonly offset: number; readonly values: Float64Array }>;
  readonly inputs: {
    /** One number, if the function uses the time. */
    readonly time: Slot | undefined;
    /** The leaves of y, next to one another in order. */
    readonly states: ReadonlyArray<Slot>;
    readonly parameters: ReadonlyArray<Slot>;
    readonly captured: ReadonlyArray<Slot>;
    /** Cotangents of the outputs, next to one another in order; empty without derivatives. */
    readonly cotangents: ReadonlyArray<Slot>;
  };
  /** The leaves of f, next to one another in order. They are apart from all inputs. */
  readonly outputs: ReadonlyArray<Slot>;
  /** What `backward` writes; empty without derivatives. */
  readonly bars: {
    /** Overwritten; next to one another in order. */
    readonly states: ReadonlyArray<Slot>;
    /** Added to: whoever runs `backward` zeroes them first, or lets several evaluations add up. */
    readonly parameters: ReadonlyArray<Slot>;
    /** One number, overwritten; undefined if f does not use the time, or its derivative was not asked for. */
    readonly time: Slot | undefined;
  };
  /** What depends on parameters and captured values only: run after these were written. */
  readonly prelude: ReadonlyArray<Instruction>;
  /** From time and states to outputs. */
  readonly forward: ReadonlyArray<Instruction>;
  /** From time, states and cotangents to bars; computes what it needs of the function itself. Empty without derivatives. */
  readonly backward: ReadonlyArray<Instruction>;
}

/**
 * One operation on the arena. Results never overlap operands, except where a map stores a register at the place of a full
 * operand: then the operand is not read by any later entry of the body.
 */
export type Instruction =
  | MapInstruction
  | MatMulInstruction
  | ReduceInstruction
  | GatherInstruction
  | ScatterInstruction
  | CumulativeInstruction;

/** How an operand of a map is read, for a result of `outer` rows of `inner` numbers. */
export type OperandMode =
  /** outer · inner numbers. */
  | "full"
  /** One number. */
  | "scalar"
  /** `inner` numbers, the same for each row. */
  | "row"
  /** `outer` numbers, one for each row. */
  | "column";

/**
 * Functions element by element, several fused. Registers 0, 1, … are the operands, then the results of `body` in order.
 */
export interface MapInstruction {
  readonly kind: "map";
  readonly outer: number;
  readonly inner: number;
  readonly operands: ReadonlyArray<{ readonly offset: number; readonly mode: OperandMode }>;
  readonly body: ReadonlyArray<{
    readonly fn: MapName | "copy";
    /** One to three registers. */
    readonly registers: ReadonlyArray<number>;
  }>;
  /** Registers to store, each as outer · inner numbers; added to what is there if it accumulates. */
  readonly stores: ReadonlyArray<{
    readonly register: number;
    readonly offset: number;
    readonly accumulates: boolean;
  }>;
}

/** c = activation(a · b + bias), or c += a · b, for `batch` matrices, row-major. */
export interface MatMulInstruction {
  readonly kind: "matMul";
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Numbers from one matrix to the next; 0: the same for all. For c, 0 with batch > 1 sums over the batch: it accumulates. */
  readonly strideA: number;
  readonly strideB: number;
  readonly strideC: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Offset of n numbers added to each row. */
  readonly bias: number | undefined;
  readonly activation: UnaryName | undefined;
  readonly accumulates: boolean;
}

/** [outer, n, inner] → [outer, inner]. */
export interface ReduceInstruction {
  readonly kind: "reduce";
  readonly fn: "sum" | "max" | "min" | "product" | "argMax" | "argMin";
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly x: number;
  readonly out: number;
  /** Only of sums. */
  readonly accumulates: boolean;
}

/** out block i = block table[i] of the sources, laid one after another, or `fill` for −1. */
export interface GatherInstruction {
  readonly kind: "gather";
  readonly sources: ReadonlyArray<{ readonly offset: number; readonly blocks: number }>;
  readonly block: number;
  /** Number of entries, and where they begin in `Program.tables`. */
  readonly count: number;
  readonly table: number;
  readonly fill: number;
  readonly out: number;
}

/** out (`length` numbers, zeroed first unless it accumulates) block table[i] += block i of x. */
export interface ScatterInstruction {
  readonly kind: "scatter";
  readonly block: number;
  readonly count: number;
  readonly table: number;
  readonly x: number;
  readonly out: number;
  readonly length: number;
  readonly accumulates: boolean;
}

/** Along the middle axis of [outer, n, inner]. */
export interface CumulativeInstruction {
  readonly kind: "cumulative";
  readonly fn: "sum" | "product";
  readonly exclusive: boolean;
  readonly reverse: boolean;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly x: number;
  readonly out: number;
}
