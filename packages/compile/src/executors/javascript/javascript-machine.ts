import { typedArrays } from "@symplectic-adjoint/backend-float64";
import type { FloatArray, Instruction, Program } from "../../program/program.js";
import { addTo, copyIn, copyOut } from "../copy-leaves.js";
import { extentOf } from "../extent-of.js";
import type { Machine } from "../machine.js";
import { prepare, scratchLength } from "./prepare.js";

type Call = () => void;

/** Typed arrays: a place is an array, and code consists of functions. */
export function javascriptMachine(program: Program): Machine<FloatArray, Call, Call> {
  const { precision, arenaLength, constants, tables, inputs } = program;
  const newArray = precision === "float64" ? Float64Array : Float32Array;
  let { byteLength: bytes } = tables;
  const counted = <A extends FloatArray>(array: A): A => {
    bytes += array.byteLength;
    return array;
  };
  const take = (length: number): FloatArray => counted(new newArray(length));
  const memory = take(arenaLength + scratchLength(program));
  for (const { offset, values } of constants) memory.set(values, offset);
  const part = (list: ReadonlyArray<Instruction>): Call =>
    assemble(list.map((instruction) => prepare(memory, program, instruction)));
  const first = inputs.states[0]?.offset ?? 0;
  const leavesOf = (state: FloatArray): ReadonlyArray<FloatArray> =>
    inputs.states.map(({ offset, length }) =>
      state.subarray(offset - first, offset - first + length),
    );
  const read = (place: FloatArray, index = 0): number => place[index] as number;
  return {
    get bytes() {
      return bytes;
    },
    prelude: part(program.prelude),
    forward: part(program.forward),
    backward: part(program.backward),
    at(slots) {
      const { offset, length } = extentOf(slots);
      return memory.subarray(offset, offset + length);
    },
    take,
    takeDoubles: counted,
    assemble,
    settle() {},
    run: (code) => code(),
    copyIn: (leaves, to) => copyIn(leaves, to, 0),
    copyOut: (leaves, from) => copyOut(leaves, from, 0),
    addTo: (sum, from) => addTo(sum, from, 0),
    readNumber: read,
    writeNumber(place, value) {
      place[0] = value;
    },
    readDouble: read,
    writeDouble(place, index, value) {
      place[index] = value;
    },
    call: (code) => [code],
    copy(out, x) {
      const leaves = [x];
      return [() => copyIn(leaves, out, 0)];
    },
    zero: (out) => [() => out.fill(0)],
    combine: (out, base, scale, weights, terms) => [
      () => typedArrays.combineInto(out, base, scale[0] as number, weights, terms),
    ],
    norm(out, error, from, to, tolerances) {
      const [errors, before, after] = [error, from, to].map(leavesOf) as [
        ReadonlyArray<FloatArray>,
        ReadonlyArray<FloatArray>,
        ReadonlyArray<FloatArray>,
      ];
      const scale = { rtol: errors.map(() => 0), atol: errors.map(() => 0) };
      return [
        () => {
          for (let leaf = 0; leaf < errors.length; leaf++) {
            scale.rtol[leaf] = tolerances[2 * leaf] as number;
            scale.atol[leaf] = tolerances[2 * leaf + 1] as number;
          }
          out[0] = typedArrays.errorNorm(errors, before, after, scale) as number;
        },
      ];
    },
  };
}

function assemble(calls: ReadonlyArray<Call>): Call {
  return () => {
    for (let i = 0; i < calls.length; i++) (calls[i] as Call)();
  };
}
