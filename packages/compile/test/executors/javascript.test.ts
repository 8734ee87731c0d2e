import { smallTableaux } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { javascriptExecutor } from "../../src/executors/javascript/javascript-executor.js";
import { buildProgram } from "../../src/program/build-program.js";
import { describeExecutor } from "../support/describe-executor.js";
import { smallNetwork } from "../support/small-network.js";
import { programsOn } from "../support/subject.js";

describeExecutor(programsOn(javascriptExecutor));

test("The bytes of a loaded program are those of its arrays.", () => {
  const program = buildProgram(smallNetwork("float32"));
  const arrays = (): Array<Float32Array> =>
    program.inputs.states.map(({ length }) => Float32Array.from({ length }, () => 0.5));
  const { Float32Array: singles, Float64Array: doubles } = globalThis;
  let bytes = program.tables.byteLength;
  class CountingSingles extends singles {
    constructor(...parameters: [number]) {
      super(...parameters);
      // Otherwise it is a view of another.
      if (typeof parameters[0] === "number") bytes += this.byteLength;
    }
  }
  class CountingDoubles extends doubles {
    constructor(...parameters: [number]) {
      super(...parameters);
      if (typeof parameters[0] === "number") bytes += this.byteLength;
    }
  }
  const [y, lambda, next, slope, before] = Array.from({ length: 5 }, arrays) as [
    Array<Float32Array>,
    Array<Float32Array>,
    Array<Float32Array>,
    Array<Float32Array>,
    Array<Float32Array>,
  ];
  const theta = program.inputs.parameters.map(({ length }) => new Float32Array(length));
  const step = { t: 0, h: 0.1, end: 0.1, firstStageTime: 0, reusesLastStage: false, outputs: [] };
  const { rk4, dopri5 } = smallTableaux;
  globalThis.Float32Array = CountingSingles as unknown as Float32ArrayConstructor;
  globalThis.Float64Array = CountingDoubles as unknown as Float64ArrayConstructor;
  try {
    const loaded = javascriptExecutor.load(program);
    expect(loaded.bytes).toBe(bytes);
    for (const tableau of [rk4, dopri5, rk4]) {
      loaded.attempt(tableau, {
        ...{ ...step, y, startSlope: slope, slopeKnown: false, next },
        ...{ tolerances: undefined, endSlope: undefined, stages: undefined },
      });
      loaded.reverse(tableau, { step, y, lambda, stages: undefined, before, theta });
      expect(loaded.bytes).toBe(bytes);
    }
  } finally {
    Object.assign(globalThis, { Float32Array: singles, Float64Array: doubles });
  }
});
