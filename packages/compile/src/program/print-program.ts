import type { Instruction, MapInstruction, Program } from "./program.js";

/**
 * A program as text, one instruction per line, for tests and debugging. Places are offsets in the arena: @12.
 *
 * @example printProgram(program);
 * // prelude
 * // forward
 * //   @4 = matMul 1·2·16 @0 @60 + bias @92, tanh
 */
export function printProgram(program: Program): string {
  const { prelude, forward, backward } = program;
  const lists = Object.entries({ prelude, forward, backward });
  return lists
    .flatMap(([name, list]) => [name, ...list.map((instruction) => `  ${print(instruction)}`)])
    .join("\n");
}

function print(instruction: Instruction): string {
  switch (instruction.kind) {
    case "map":
      return printMap(instruction);
    case "matMul": {
      const { batch, m, k, n, a, b, c, transposeA, transposeB, bias, activation } = instruction;
      const stride = (each: number): string => (batch === 1 ? "" : ` by ${each}`);
      const left = `@${a}${transposeA ? "ᵀ" : ""}${stride(instruction.strideA)}`;
      const right = `@${b}${transposeB ? "ᵀ" : ""}${stride(instruction.strideB)}`;
      const size = `${batch === 1 ? "" : `${batch} of `}${m}·${k}·${n}`;
      const result = `@${c}${stride(instruction.strideC)}${assigns(instruction.accumulates)}`;
      const sum = bias === undefined ? "" : ` + bias @${bias}`;
      return `${result} matMul ${size} ${left} ${right}${sum}${activation === undefined ? "" : `, ${activation}`}`;
    }
    case "reduce": {
      const { fn, outer, n, inner, x, out, accumulates } = instruction;
      return `@${out}${assigns(accumulates)} ${fn} ${outer}·${n}·${inner} @${x}`;
    }
    case "gather": {
      const { sources, block, count, out } = instruction;
      const from = sources.map(({ offset }) => `@${offset}`).join(" ");
      return `@${out} = gather ${count}·${block} ${from}`;
    }
    case "scatter": {
      const { block, count, x, out, accumulates } = instruction;
      return `@${out}${assigns(accumulates)} scatter ${count}·${block} @${x}`;
    }
    case "cumulative": {
      const { fn, exclusive, reverse, outer, n, inner, x, out } = instruction;
      const how = `${exclusive ? " exclusive" : ""}${reverse ? " reverse" : ""}`;
      return `@${out} = cumulative ${fn}${how} ${outer}·${n}·${inner} @${x}`;
    }
  }
}

function assigns(accumulates: boolean): string {
  return accumulates ? " +=" : " =";
}

/** Functions in their order: x0, x1, … are operands, then results. */
function printMap({ outer, inner, operands, body, stores }: MapInstruction): string {
  const names = operands.map(({ offset, mode }) =>
    mode === "full" ? `@${offset}` : `${mode} @${offset}`,
  );
  const lines = body.map(({ fn, registers }, i) => {
    const args = registers.map((register) => names[register] ?? `r${register}`).join(", ");
    return `r${operands.length + i} = ${fn}(${args})`;
  });
  const kept = stores.map(
    ({ register, offset, accumulates }) => `@${offset}${assigns(accumulates)} r${register}`,
  );
  return `map ${outer}·${inner} ${[...lines, ...kept].join("; ")}`;
}
