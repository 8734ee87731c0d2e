/** The global state of TensorFlow.js that tests can change. */
interface TensorflowGlobals {
  readonly _tfengine?: {
    readonly ENV: {
      readonly flags: Record<string, unknown>;
      readonly flagRegistry: Record<string, { evaluationFn(): unknown }>;
    };
    readonly registryFactory: Record<string, { readonly factory: unknown }>;
    readonly state: {
      readonly activeTape?: unknown;
      readonly gradientDepth: number;
      readonly kernelDepth: number;
      readonly numDataBuffers: number;
      readonly numTensors: number;
      readonly registeredVariables: Record<string, unknown>;
      readonly scopeStack: ReadonlyArray<unknown>;
    };
  };
  readonly _tfGlobals?: ReadonlyMap<string, ReadonlyMap<string, object>>;
}

/**
 * The state of TensorFlow.js that all files of one process share, each part under a name: engines, kernels, gradients,
 * flags, shadowed methods of the engine, tensors, variables, the tape and the scopes. Empty where it is not loaded.
 *
 * Which engine is active is not part of it: every file begins on cpu.
 */
export function tensorflowState(): Map<string, unknown> {
  const { _tfengine: engine, _tfGlobals: registries } = globalThis as TensorflowGlobals;
  const state = new Map<string, unknown>();
  if (engine === undefined) return state;
  for (const [name, entry] of Object.entries(engine.registryFactory))
    state.set(`engine ${name}`, entry.factory);
  for (const [name, entry] of registries?.get("kernelRegistry") ?? [])
    state.set(`kernel ${name}`, entry);
  for (const [name, entry] of registries?.get("gradRegistry") ?? [])
    state.set(`gradient ${name}`, entry);
  const { flags, flagRegistry } = engine.ENV;
  for (const [name, value] of Object.entries(flags)) {
    // Flags are evaluated when first read, which changes nothing. Flags whose value is a promise cannot be compared
    // here.
    const usual = flagRegistry[name]?.evaluationFn();
    if (value !== usual && !(usual instanceof Promise)) state.set(`flag ${name}`, value);
  }
  for (const [name, value] of Object.entries(engine))
    if (typeof value === "function") state.set(`method ${name}`, value);
  const { activeTape, registeredVariables, scopeStack, ...counts } = engine.state;
  state.set("active tape", activeTape ?? undefined);
  for (const [name, variable] of Object.entries(registeredVariables))
    state.set(`variable ${name}`, variable);
  state.set("open scopes", scopeStack.length);
  state.set("depth of gradients", counts.gradientDepth);
  state.set("depth of kernels", counts.kernelDepth);
  state.set("tensors", counts.numTensors);
  state.set("data buffers", counts.numDataBuffers);
  return state;
}
