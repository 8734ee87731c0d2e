import type { MapName } from "../../graph/graph.js";
import type { MapInstruction } from "../../program/program.js";

/** What executors compute number by number: the functions of programs, and sums with a product. */
export type FunctionName = MapName | "copy" | "multiplyAdd" | "subtractProduct";

/** A place in the arena that is read and written element by element. */
interface ArenaPlace {
  readonly offset: number;
}

/** One function of a map: its operands are registers, or what is there already of a result that is added to. */
export interface Calculation {
  readonly fn: FunctionName;
  readonly registers: ReadonlyArray<number | ArenaPlace>;
  /** The register of its result, if something reads it. */
  readonly result: number | undefined;
  /** Where the result lies in the arena, if it is stored. */
  readonly target: number | undefined;
}

/** What a map computes, with products that are only added to something joined with the sum, and stores as results. */
export function calculationsOf(given: MapInstruction): ReadonlyArray<Calculation> {
  const body = fuse(given);
  const uses = usesOf(body, given);
  const joined = new Set<Step>();
  const added = given.stores
    .filter(({ accumulates }) => accumulates)
    .map(({ register, offset }): Calculation => {
      const product = body.find(({ result }) => result === register);
      const joins = product?.fn === "multiply" && uses.get(register) === 1;
      if (joins) joined.add(product);
      return joins
        ? { fn: "multiplyAdd", registers: [...product.registers, { offset }], ...into(offset) }
        : { fn: "add", registers: [register, { offset }], ...into(offset) };
    });
  const steps = body.filter((step) => !joined.has(step));
  const targets = new Map<number, number>();
  const stores = given.stores.filter(({ accumulates }) => !accumulates);
  const isOperand = ({ register }: { register: number }): boolean =>
    register < given.operands.length;
  const copied = stores.filter(isOperand).map(copyOf);
  for (const store of stores) {
    if (isOperand(store)) continue;
    const { register, offset } = store;
    const producer = steps.findIndex(({ result }) => result === register);
    const later: ReadonlyArray<Pick<Calculation, "registers">> = [
      ...steps.slice(producer + 1),
      ...added,
      ...copied,
    ];
    const free = !targets.has(register) && !later.some(reads(given, offset));
    if (free) targets.set(register, offset);
    else copied.push(copyOf(store));
  }
  const computed = steps.map((step) => ({ ...step, target: targets.get(step.result) }));
  // What overwrites an operand comes after what reads it.
  const late = [...added, ...copied];
  const overwrites = ({ target }: Calculation): boolean =>
    late.some(reads(given, target as number)) || computed.some(reads(given, target as number));
  return [...computed, ...late.filter((one) => !overwrites(one)), ...late.filter(overwrites)];
}

function copyOf({ register, offset }: MapInstruction["stores"][number]): Calculation {
  return { fn: "copy", registers: [register], ...into(offset) };
}

function into(target: number): Pick<Calculation, "result" | "target"> {
  return { result: undefined, target };
}

interface Step {
  readonly fn: FunctionName;
  readonly registers: ReadonlyArray<number>;
  readonly result: number;
}

/** How often each register is read, stores included. */
function usesOf(body: ReadonlyArray<Step>, { stores }: MapInstruction): Map<number, number> {
  const uses = new Map<number, number>();
  const count = (register: number) => uses.set(register, (uses.get(register) ?? 0) + 1);
  for (const { registers } of body) registers.forEach(count);
  for (const { register } of stores) count(register);
  return uses;
}

/** Joins sums and differences with a product that nothing else reads. */
function fuse(given: MapInstruction): Array<Step> {
  const operands = given.operands.length;
  const body: Array<Step> = given.body.map((step, i) => ({ ...step, result: operands + i }));
  const uses = usesOf(body, given);
  const steps = new Map(body.map((step) => [step.result, step]));
  const joined = new Set<Step>();
  const productOf = (register: number | undefined): Step | undefined => {
    const step = steps.get(register as number);
    return step?.fn === "multiply" && uses.get(step.result) === 1 ? step : undefined;
  };
  const fused = body.map((step): Step => {
    const [x, y] = step.registers as [number, number];
    if (step.fn === "add") {
      const right = productOf(y);
      const product = right ?? productOf(x);
      if (product === undefined) return step;
      joined.add(product);
      const other = right === undefined ? y : x;
      return { ...step, fn: "multiplyAdd", registers: [...product.registers, other] };
    }
    const product = step.fn === "subtract" ? productOf(y) : undefined;
    if (product === undefined) return step;
    joined.add(product);
    return { ...step, fn: "subtractProduct", registers: [...product.registers, x] };
  });
  return fused.filter((_, i) => !joined.has(body[i] as Step));
}

/** Whether something reads an operand that lies where a result is to be stored. */
function reads({ operands, outer, inner }: MapInstruction, offset: number) {
  const lengths = { full: outer * inner, scalar: 1, row: inner, column: outer };
  return ({ registers }: Pick<Calculation, "registers">): boolean =>
    registers.some((register) => {
      const operand = typeof register === "number" ? operands[register] : undefined;
      if (operand === undefined) return false;
      const operandEnd = operand.offset + lengths[operand.mode];
      return operand.offset < offset + lengths.full && offset < operandEnd;
    });
}
