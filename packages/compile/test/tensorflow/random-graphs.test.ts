import { describe, expect, it } from "vitest";
import { type Binding, bindingOf } from "../../src/tensorflow/tfjs-node.js";
import { checkPrograms } from "../random-graphs/check-programs.js";
import { errorInFloat32 } from "../random-graphs/program-case.js";
import type { Subject } from "../support/subject.js";
import { graphs, graphsOn, hasTfjsNode, tfjsNode } from "./tfjs-node.js";

const check = (subject: Subject): void =>
  checkPrograms((example, random) => errorInFloat32(example, subject, random));

describe.skipIf(!hasTfjsNode)("random graphs in TensorFlow", () => {
  it("have the values and derivatives that are defined", () => check(graphs), 600_000);

  it("show results that are wrong in the fourth digit", () => {
    const binding = bindingOf(tfjsNode());
    const wrong: Binding = Object.create(binding, {
      tensorDataSync: {
        value: (id: number) => binding.tensorDataSync(id).map((x) => x * 1.001),
      },
    });
    expect(() => check(graphsOn(() => wrong))).toThrow("Property failed");
  });
});
