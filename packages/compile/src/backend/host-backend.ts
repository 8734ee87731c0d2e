import type { DynamicsBackend, State } from "@symplectic-adjoint/core";
import { tfjs } from "../imports/backend-tfjs.js";
import { InvalidStateError } from "../imports/core.js";
import { isTensor } from "../tensors.js";
import { type AnyArray, HostArray, releaseHosts, retainHosts, valuesIn } from "./host-array.js";
import { closeHostScope, measureHost, openHostScope } from "./host-memory.js";
import { hostOperations } from "./host-operations.js";
import { hostTape, shown } from "./host-tape.js";
import { watchAmong } from "./watch-among.js";

/** A backend on numbers in memory of JavaScript, whose users have tensors. */
export type HostBackend = DynamicsBackend<AnyArray, unknown>;

/**
 * The backend that compiled functions run on: typed arrays, garbage-collected. Tensors are accepted as arrays everywhere,
 * and read; what users see of its arrays are tensors, made when they are handed out.
 *
 * @param dynamics Converts f.
 */
export function hostBackend(
  precision: "float32" | "float64",
  dynamics: HostBackend["dynamics"],
): HostBackend {
  const valuesOf = valuesIn(precision);
  const Numbers = precision === "float64" ? Float64Array : Float32Array;
  return {
    name: "compiled",
    precision,
    readsSynchronously: true,
    tape: hostTape(tfjs.tape),

    isArray: (value): value is AnyArray => value instanceof HostArray || isTensor(value),
    shape: ({ shape }) => shape,
    bytes: ({ shape }) => shape.reduce((a, b) => a * b, Numbers.BYTES_PER_ELEMENT),
    faultOf: (array, anyReal) => (isTensor(array) ? tfjs.faultOf?.(array, anyReal) : undefined),

    ...hostOperations(valuesOf, Numbers),
    copy: (state) => state.map((array, i) => copyOf(array, i)),
    watch: (state) => watchAmong(state, (array) => isTensor(array)),
    fromHost: (values, shape) => new HostArray(Numbers.from(values), shape),
    toHost: async (array) => (isTensor(array) ? tfjs.toHost(array) : array.values.slice()),
    toHostSync: (array) => (isTensor(array) ? valuesOf(array) : array.values.slice()),
    present: shown,
    lend,

    measure: measureHost,
    openScope: openHostScope,
    closeScope: closeHostScope,
    retain: retainHosts,
    release: releaseHosts,

    read: async (scalar) => readScalar(scalar),
    readSync: readScalar,
    dynamics,
  };

  function copyOf(array: AnyArray, i: number): HostArray {
    if (array instanceof HostArray) return new HostArray(array.values.slice(), array.shape);
    const fault = tfjs.faultOf?.(array);
    if (fault !== undefined)
      throw new InvalidStateError({ argument: `y0 (leaf ${i})`, value: array, ...fault });
    // The user may write into the numbers that a tensor consists of on some engines.
    return new HostArray(valuesOf(array), array.shape, { source: array });
  }
}

function readScalar(scalar: AnyArray | number): number {
  if (scalar instanceof HostArray) return scalar.values[0] as number;
  return tfjs.readSync(scalar);
}

/** What a user's function makes of these arrays, as a number; everything that was made meanwhile is freed. */
function lend(
  state: State<AnyArray>,
  body: (arrays: State<AnyArray>) => AnyArray | number,
): number {
  const copies = state.map((array) => (array instanceof HostArray ? array.lend() : array));
  tfjs.openScope();
  try {
    return readScalar(body(shown(copies)));
  } finally {
    tfjs.closeScope([]);
  }
}
