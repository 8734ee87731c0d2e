import type { MapName, MapNode } from "../../graph/graph.js";
import type { Storage } from "../arena/storage.js";
import type { MapInstruction, OperandMode } from "../program.js";
import type { Unit } from "../units/units.js";
import { broadcastingOf } from "../values/broadcasting.js";
import type { Operand, Value, Values } from "../values/values.js";
import type { Operation } from "./operation.js";
import type { Places } from "./places.js";

interface MapParts {
  readonly size: number;
  readonly inner: number | undefined;
  readonly operands: ReadonlyArray<{ readonly storage: Storage; readonly mode: OperandMode }>;
  readonly body: MapInstruction["body"];
  readonly stores: ReadonlyArray<Store>;
}

interface Store {
  readonly register: number;
  readonly storage: Storage;
  readonly accumulates: boolean;
}

/** The instruction of a unit of maps. */
export function lowerMap(list: Values["list"], unit: Unit, places: Places): Operation {
  const operands: Array<{ storage: Storage; mode: OperandMode }> = [];
  const known = new Map<string, number>();
  const nodes = unit.values.map((id) => list[id] as Value & { node: MapNode });
  // Operands first, because results are numbered after them.
  const outside = (operand: Operand, { node }: { node: MapNode }): void => {
    if (unit.values.includes(operand.value)) return;
    const mode = broadcastingOf(operand.shape, node.shape).kind as OperandMode;
    const key = keyOf(operand, mode);
    if (known.has(key)) return;
    known.set(key, operands.length);
    operands.push({ storage: places.read(operand), mode });
  };
  for (const value of nodes) for (const operand of value.operands) outside(operand, value);
  const body = nodes.map(({ node, operands: read }) => ({
    fn: node.fn as MapName,
    registers: read.map((operand) => {
      const within = unit.values.indexOf(operand.value);
      if (within >= 0) return operands.length + within;
      return known.get(keyOf(operand, broadcastingOf(operand.shape, node.shape).kind)) as number;
    }),
  }));
  const stores = unit.values.flatMap((id, i) =>
    places.stores(id).map((store) => ({ ...store, register: operands.length + i })),
  );
  const size = (nodes[0] as Value).size;
  return mapOperation({ size, inner: unit.inner, operands, body, stores });
}

function keyOf({ value, shape }: Operand, mode: string): string {
  // A constant of equal numbers can be read as one number and as all.
  return `${value} ${mode} ${shape.length === 0}`;
}

/** Copies a value, or adds it to what is there. */
export function copyOperation(from: Storage, to: Storage, accumulates: boolean): Operation {
  const mode = from.length === to.length ? "full" : "scalar";
  return mapOperation({
    size: to.length,
    inner: undefined,
    operands: [{ storage: from, mode }],
    body: [{ fn: "copy", registers: [0] }],
    stores: [{ register: 1, storage: to, accumulates }],
  });
}

function mapOperation({ size, inner = size, operands, body, stores }: MapParts): Operation {
  return {
    reads: operands.map(({ storage }) => storage),
    writes: stores.map(({ storage }) => storage),
    inPlace: stores.flatMap((store) => placesFor(store, operands, body)),
    instruction: () => ({
      kind: "map",
      outer: inner === 0 ? 0 : size / inner,
      inner,
      operands: operands.map(({ storage, mode }) => ({ offset: storage.offset, mode })),
      body,
      stores: stores.map(({ register, storage, accumulates }) => ({
        register,
        offset: storage.offset,
        accumulates,
      })),
    }),
  };
}

/** The full operands that are not read after a register is computed, which may therefore be stored in their place. */
function placesFor(
  { register, storage, accumulates }: Store,
  operands: MapParts["operands"],
  body: MapParts["body"],
): Operation["inPlace"] {
  if (accumulates) return [];
  return operands.flatMap(({ storage: read, mode }, operand) => {
    const later = body.slice(register - operands.length + 1);
    const isFree = mode === "full" && !later.some((entry) => entry.registers.includes(operand));
    return isFree ? [{ write: storage, read }] : [];
  });
}
