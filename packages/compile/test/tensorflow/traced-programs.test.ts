import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, it } from "vitest";
import { javascriptExecutor } from "../../src/executors/javascript/javascript-executor.js";
import { allOperations } from "../operations/all-operations.js";
import { traceAt } from "../support/evaluate-traced.js";
import { graphOf } from "../support/operation-values.js";
import { programsOn } from "../support/subject.js";
import { SHAPES } from "../traced-programs/instructions.js";
import { cotangentOf, expectClose, runTraced } from "../traced-programs/run-traced.js";
import { functionOf, program } from "../traced-programs/traced-program.js";
import { expectAsInJavascript } from "./as-in-javascript.js";
import { graphs, hasTfjsNode, tfjsNode } from "./tfjs-node.js";

const { LONG, SEED } = process.env;
const PROGRAMS = LONG === undefined ? 30 : 1000;

describe.skipIf(!hasTfjsNode)("traced functions in TensorFlow", () => {
  beforeAll(async () => {
    // It becomes the engine when it is loaded, but does not have all kernels that functions are traced with.
    tfjsNode();
    await tf.setBackend("cpu");
  });

  it(`are as in JavaScript: ${PROGRAMS} random ones`, () => {
    const w = tf.tidy(() => tf.variable(tf.randomNormal([3, 3], 0, 0.7, "float32", 8)));
    const y = SHAPES.map((shape, i) => tf.randomUniform(shape, -1, 1, "float32", i + 1));
    const given = { y, w, cotangent: cotangentOf(y) };
    fc.assert(
      fc.property(program, (steps) => {
        const options = { time: "tensor", parameters: [w], differentiate: false } as const;
        const { graph } = traceAt(functionOf(steps, w) as never, y, options).func;
        const expected = runTraced(programsOn(javascriptExecutor), "float32", graph, given);
        expectClose("graphs", runTraced(graphs, "float32", graph, given), expected, 1e-5);
      }),
      { numRuns: PROGRAMS, seed: Number(SEED ?? 5) },
    );
    tf.dispose([w, ...y]);
  }, 3_600_000);

  it.each(allOperations)("are as in JavaScript: $name", ({ apply, shapes, range }) => {
    const inputs = shapes.map((shape, i) =>
      tf.randomUniform([...shape], ...range, "float32", i + 1),
    );
    const values = inputs.map((input) => Array.from(input.dataSync()));
    expectAsInJavascript(graphOf(apply, inputs), values);
    tf.dispose(inputs);
  });
});
