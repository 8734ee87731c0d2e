import protobuf from "protobufjs/light.js";

/** Types of TensorFlow's arrays, by their numbers in its files. */
export const DataType: Readonly<Record<"float" | "int32" | "bool", number>> = Object.freeze({
  float: 1,
  int32: 3,
  bool: 10,
});

/** One attribute of an operation, as its field in the file. */
export type Attribute =
  | { readonly b: boolean }
  | { readonly i: number }
  | { readonly type: number }
  | { readonly shape: ShapeProto }
  | { readonly tensor: TensorProto };

/** A shape in the file. */
export interface ShapeProto {
  readonly dim: ReadonlyArray<{ readonly size: number }>;
}

/** An array in the file: its bytes, or the one number that all of its elements are. */
export interface TensorProto {
  readonly dtype: number;
  readonly tensorShape: ShapeProto;
  readonly tensorContent?: Uint8Array | undefined;
  readonly floatVal?: ReadonlyArray<number> | undefined;
}

/** An operation in the file. */
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input: ReadonlyArray<string>;
  readonly attr: Readonly<Record<string, Attribute>>;
}

/** What a saved model is found by when it is loaded. */
export const TAG = "serve";

/** The version of graphs that is written: that of TensorFlow 2.0, which all later ones read. */
const PRODUCER = 119;

/** The bytes of `saved_model.pb` for a graph without variables. */
export function encodeSavedModel(node: ReadonlyArray<NodeDef>): Uint8Array {
  return SavedModel.encode(
    SavedModel.fromObject({
      savedModelSchemaVersion: 1,
      metaGraphs: [
        { metaInfoDef: { tags: [TAG] }, graphDef: { node, versions: { producer: PRODUCER } } },
      ],
    }),
  ).finish();
}

const field = (id: number, type: string) => ({ id, type });
const list = (id: number, type: string) => ({ ...field(id, type), rule: "repeated" });

/** The messages of TensorFlow's files, with the fields that are written here. */
const MESSAGES = {
  nested: {
    SavedModel: {
      fields: { savedModelSchemaVersion: field(1, "int64"), metaGraphs: list(2, "MetaGraph") },
    },
    MetaGraph: { fields: { metaInfoDef: field(1, "MetaInfo"), graphDef: field(2, "GraphDef") } },
    MetaInfo: { fields: { tags: list(4, "string") } },
    GraphDef: { fields: { node: list(1, "NodeDef"), versions: field(4, "Versions") } },
    Versions: { fields: { producer: field(1, "int32") } },
    NodeDef: {
      fields: {
        name: field(1, "string"),
        op: field(2, "string"),
        input: list(3, "string"),
        attr: { ...field(5, "Attribute"), keyType: "string" },
      },
    },
    Attribute: {
      oneofs: { value: { oneof: ["i", "b", "type", "shape", "tensor"] } },
      fields: {
        i: field(3, "int64"),
        b: field(5, "bool"),
        type: field(6, "int32"),
        shape: field(7, "Shape"),
        tensor: field(8, "Tensor"),
      },
    },
    Shape: { fields: { dim: list(2, "Dimension") } },
    Dimension: { fields: { size: field(1, "int64") } },
    Tensor: {
      fields: {
        dtype: field(1, "int32"),
        tensorShape: field(2, "Shape"),
        tensorContent: field(4, "bytes"),
        floatVal: { ...list(5, "float"), options: { packed: true } },
      },
    },
  },
};

const SavedModel: protobuf.Type = protobuf.Root.fromJSON(MESSAGES).lookupType("SavedModel");
