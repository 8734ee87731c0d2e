import type { OdeintOptions } from "@symplectic-adjoint/models";
import { PAPER_SIZES } from "../cnf-tabular/paper-sizes.js";
import { type FlowModel, type FlowSizes, flowModel } from "../flows/flow-model.js";

/** One block of the flow of a table of the paper; in a quick run with a narrow network. */
export function sweepSizes(name: "GAS" | "MINIBOONE", quick: boolean): FlowSizes {
  const { flow } = PAPER_SIZES[name];
  return { ...flow, blocks: 1, hidden: quick ? flow.hidden.map(() => 12) : flow.hidden };
}

/** A flow whose weights are scaled, so that its dynamics are no longer nearly linear. */
export function livelyFlow(sizes: FlowSizes, options: OdeintOptions): FlowModel {
  const model = flowModel(sizes, options);
  for (const variable of model.variables.slice(0, -1)) {
    const scaled = variable.mul(2);
    variable.assign(scaled);
    scaled.dispose();
  }
  return model;
}
