import type { GradConfig, Tensor } from "@tensorflow/tfjs-core";
import type { KernelVjp, Probe } from "./kernel-vjp.js";
import { traceSymbolically } from "./trace-symbolically.js";

type GradientFunction = (
  dy: Tensor,
  saved: Array<Tensor>,
  attrs: object,
) => Record<string, () => Tensor>;

/**
 * Whether a registered gradient computes the same as one of this library's VJPs: the same operations on the same
 * operands, for each input and each probe. True for the gradients of TensorFlow.js; false for gradients registered by
 * users, which are then used. (A gradient that differs only for other shapes than the probes' is not detected.)
 */
export function sameGradient(config: GradConfig, vjp: KernelVjp): boolean {
  try {
    return vjp.probes.every((probe) => sameOn(config, vjp, probe));
  } catch {
    // The gradient reads values, refuses the probe, or expects other saved tensors.
    return false;
  }
}

function sameOn(config: GradConfig, vjp: KernelVjp, probe: Probe): boolean {
  return traceSymbolically((expressionOf, named) => {
    const inputs: Record<string, Tensor> = {};
    for (const name in probe.inputs) inputs[name] = named(name, probe.inputs[name] ?? []);
    const output = named("output", probe.output);
    const dy = named("dy", probe.output);
    const saved = (config.inputsToSave ?? []).map((name) => inputs[name] as Tensor);
    if (config.outputsToSave?.[0]) saved.push(output);
    const gradients = (config.gradFunc as GradientFunction)(dy, saved, probe.attrs ?? {});
    return Object.keys(inputs).every((name) => {
      const theirs = (gradients[name] as () => Tensor)();
      const ours = vjp.pull(dy, name, { inputs, saved, attrs: probe.attrs });
      return expressionOf(ours) === expressionOf(theirs);
    });
  });
}
