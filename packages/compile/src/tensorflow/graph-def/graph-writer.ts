import { sameNumbers } from "../../graph/same-numbers.js";
import type { Shape } from "../../graph/shapes.js";
import {
  type Attribute,
  DataType,
  type NodeDef,
  type ShapeProto,
  type TensorProto,
} from "./saved-model.js";

/** The result of an operation. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
}

/** Writes operations of TensorFlow, equal ones once. */
export interface GraphWriter {
  readonly nodes: ReadonlyArray<NodeDef>;
  /** What calls may pass, by name. */
  readonly inputs: ReadonlyMap<string, Shape>;
  /** An operation on float32 arrays, unless its attributes say more. `T` is written by itself. */
  operation(op: string, inputs: ReadonlyArray<Value>, shape: Shape, attributes?: Attributes): Value;
  /** One whose attributes are all given. */
  plain(op: string, inputs: ReadonlyArray<Value>, shape: Shape, attributes?: Attributes): Value;
  /** Numbers; one if all are equal. */
  constant(values: Float64Array, shape: Shape): Value;
  /** Integers, such as axes and tables. */
  integers(values: ArrayLike<number>, shape?: Shape): Value;
  /** A value that every call passes. */
  input(name: string, shape: Shape): Value;
  /** A value that a call may pass, which is not computed then. */
  replaceable(name: string, value: Value): Value;
  /** A value that calls can ask for by this name. */
  output(name: string, value: Value): void;
  reshape(value: Value, shape: Shape): Value;
}

/** Attributes of an operation by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** Most numbers of arrays that are compared. */
const SHORT = 16;

const FLOAT: Attribute = { type: DataType.float };

/** An empty graph. */
export function createGraphWriter(): GraphWriter {
  const nodes: Array<NodeDef> = [];
  const inputs = new Map<string, Shape>();
  const known = new Map<string, Value>();
  const long = new Map<ArrayLike<number>, number>();
  /** What a reshape is of. */
  const sources = new Map<Value, Value>();

  function write(
    name: string,
    op: string,
    operands: ReadonlyArray<Value>,
    attr: Attributes,
    shape: Shape,
  ): Value {
    nodes.push({ name, op, input: operands.map((operand) => operand.name), attr });
    return { name, shape };
  }

  /** The value of this key, or a new one. */
  function once(key: string, make: (name: string) => Value): Value {
    const found = known.get(key) ?? make(`n${nodes.length}`);
    known.set(key, found);
    return found;
  }

  function plain(
    op: string,
    operands: ReadonlyArray<Value>,
    shape: Shape,
    attributes: Attributes = {},
  ): Value {
    const key = `${op} ${operands.map(({ name }) => name)} ${JSON.stringify(attributes)}`;
    return once(key, (name) => write(name, op, operands, attributes, shape));
  }

  /** Short arrays are known by their numbers, others by their identity. */
  function keyOf(values: ArrayLike<number>): string {
    if (values.length <= SHORT)
      return Array.from(values, (x) => (Object.is(x, -0) ? "-0" : x)).join();
    const index = long.get(values) ?? long.size;
    long.set(values, index);
    return `long ${index}`;
  }

  function array(
    type: number,
    values: ArrayLike<number>,
    shape: Shape,
    contents: (values: ArrayLike<number>) => Pick<TensorProto, "tensorContent" | "floatVal">,
  ): Value {
    return once(`${type} [${shape}] ${keyOf(values)}`, (name) => {
      const tensor = { dtype: type, tensorShape: protoOf(shape), ...contents(values) };
      return write(name, "Const", [], { dtype: { type }, value: { tensor } }, shape);
    });
  }

  const integers = (values: ArrayLike<number>, shape: Shape = [values.length]): Value =>
    array(DataType.int32, values, shape, (all) => ({
      tensorContent: new Uint8Array(Int32Array.from(all).buffer),
    }));

  function operation(
    op: string,
    operands: ReadonlyArray<Value>,
    shape: Shape,
    attributes: Attributes = {},
  ): Value {
    return plain(op, operands, shape, { T: FLOAT, ...attributes });
  }

  function passed(name: string, op: string, defaults: ReadonlyArray<Value>, shape: Shape): Value {
    inputs.set(name, shape);
    return write(name, op, defaults, { dtype: FLOAT, shape: { shape: protoOf(shape) } }, shape);
  }

  return {
    nodes,
    inputs,
    operation,
    plain,
    integers,
    constant: (values, shape) =>
      array(DataType.float, values, shape, (all) =>
        all.length === 1
          ? { floatVal: [all[0] as number] }
          : { tensorContent: new Uint8Array(Float32Array.from(all).buffer) },
      ),
    input: (name, shape) => once(`input ${name}`, () => passed(name, "Placeholder", [], shape)),
    replaceable: (name, value) => passed(name, "PlaceholderWithDefault", [value], value.shape),
    output(name, value) {
      write(name, "Identity", [value], { T: FLOAT }, value.shape);
    },
    reshape(value, shape) {
      const source = sources.get(value) ?? value;
      if (sameNumbers(source.shape, shape)) return source;
      const result = operation("Reshape", [source, integers(shape)], shape, {
        Tshape: { type: DataType.int32 },
      });
      sources.set(result, source);
      return result;
    },
  };
}

function protoOf(shape: Shape): ShapeProto {
  return { dim: shape.map((size) => ({ size })) };
}
