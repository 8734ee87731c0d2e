import {
  checkOptions,
  type DynamicsBackend,
  nonEmptyString,
  type Requirement,
  type State,
  type UserTape,
} from "@symplectic-adjoint/core";
import { engine, Tensor, util } from "@tensorflow/tfjs-core";
import { tensorDynamics } from "./dynamics/tensor-dynamics.js";
import type { TensorFunction } from "./dynamics/tensor-function.js";
import { watchTensors } from "./dynamics/watch-tensors.js";
import { faultOf } from "./fault-of.js";
import { fromNumbers, pack, unpack, zeros } from "./kernels/kernels.js";
import {
  activeOperations,
  type EngineOperations,
  operationsRequirement,
} from "./operations/engine-operations.js";
import { combineRows, concatenate, sliceRows, sumRows } from "./operations/rows.js";
import { readSync, readsSynchronously, toHostSync } from "./read.js";
import { tensorTape } from "./tape/tensor-tape.js";
import { disposeAll, retainBuffers } from "./tfjs-internals/held-buffer.js";
import { measureMemory } from "./tfjs-internals/measure-memory.js";
import { closeScope, operation } from "./tfjs-internals/scoped.js";

/** The TensorFlow.js backend. It always has a tape, that of `tf.grads`. */
export interface TfjsBackend extends DynamicsBackend<Tensor, TensorFunction> {
  readonly tape: UserTape<Tensor>;
}

/** What an engine's package may replace. */
export interface TfjsBackendOptions {
  /** Default "tfjs". */
  readonly name?: string;
  /**
   * Replacements for some of the arithmetic. Default: the operations registered for the engine that is active at the
   * time of the call.
   */
  readonly operations?: Partial<EngineOperations>;
}

const TABLE: Readonly<Record<keyof TfjsBackendOptions, Requirement>> = {
  name: nonEmptyString('Write name: "mine", or leave it out.'),
  operations: operationsRequirement,
};

/**
 * A backend for the engine of TensorFlow.js that is active when it is used: cpu, wasm, webgl, webgpu, or a native one.
 * Arrays are tensors, the precision is float32; scopes free intermediates, as in `tf.tidy`.
 *
 * Without further setup it uses only public kernels and works on any engine. `useWasm()` of
 * `@symplectic-adjoint/backend-wasm`, and the other `use…` functions, provide fused kernels, which it then uses.
 * Gradients need `import '@tensorflow/tfjs'`, which registers the gradients of the operations.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 * @example
 * import * as tf from "@tensorflow/tfjs";
 * const backend = tfjsBackend();
 * const [sum] = backend.linearCombination([tf.tensor1d([1, 2])], 0.5, [1], [[tf.tensor1d([2, 4])]]);
 * // [2, 4]
 */
export function tfjsBackend(options: TfjsBackendOptions = {}): TfjsBackend {
  checkOptions("tfjsBackend", options, TABLE);
  const { name = "tfjs", operations = {} } = options;
  const backend: TfjsBackend = {
    name,
    precision: "float32" as const,
    get readsSynchronously(): boolean {
      return readsSynchronously();
    },
    tape: tensorTape,

    isArray: (value: unknown): value is Tensor => value instanceof Tensor,
    shape: ({ shape }: Tensor): ReadonlyArray<number> => shape,
    bytes: ({ size, dtype }: Tensor): number => size * util.bytesPerElement(dtype),
    faultOf,

    linearCombination: operation((base, scale, weights, terms) =>
      activeOperations().linearCombination(base, scale, weights, terms),
    ),
    errorNorm: operation((error, from, to, tolerances) =>
      activeOperations().errorNorm(error, from, to, tolerances),
    ),
    scaledError: operation((error, from, to, tolerances) =>
      activeOperations().scaledError(error, from, to, tolerances),
    ),
    dot: operation((a, b) => activeOperations().dot(a, b)),
    accumulate: operation((total, term) => activeOperations().accumulate(total, term)),
    zerosLike: operation((state: State<Tensor>) => state.map(({ shape }) => zeros(shape))),

    combineRows: operation(combineRows),
    sumRows: operation(sumRows),
    concatenate: operation(concatenate),
    sliceRows: operation(sliceRows),
    stack: operation((rows: ReadonlyArray<State<Tensor>>) =>
      (rows[0] ?? []).map((_, i) => pack(rows.map((row) => row[i] as Tensor))),
    ),
    unstack: operation((stacked: State<Tensor>, rows: number) => {
      const leaves = stacked.map(unpack);
      return Array.from({ length: rows }, (_, i) => leaves.map((leaf) => leaf[i] as Tensor));
    }),
    watch: watchTensors,
    fromHost: fromNumbers,
    toHost: (array) => activeOperations().toHost(array),
    toHostSync,

    measure: measureMemory,
    openScope: () => engine().startScope(),
    closeScope: (survivors: ReadonlyArray<State<Tensor>>) =>
      closeScope((survivors.length === 1 ? survivors[0] : survivors.flat()) as Array<Tensor>),
    retain: retainBuffers,
    release: disposeAll,

    read: (value) => activeOperations().read(value),
    readSync,
    dynamics: tensorDynamics,
    ...operations,
  };
  return Object.freeze(backend);
}

/** The backend of `tfjsBackend()`, without options. */
export const tfjs: TfjsBackend = /* @__PURE__ */ tfjsBackend();
