import * as tf from "@tensorflow/tfjs";

/** A value that somebody may pass by mistake. Made anew for each call, because calls may use it up. */
export interface WrongValue {
  readonly name: string;
  make(): unknown;
}

class Instance {
  readonly rtol = 1e-3;
}

function selfHolding(): Array<unknown> {
  const list: Array<unknown> = [];
  list.push(list, list);
  return list;
}

function selfHoldingRecord(): object {
  const record: Record<string, unknown> = {};
  record.self = record;
  return record;
}

/** Made once: what is refused is not changed. */
const deep = (() => {
  let list: unknown = 1;
  for (let i = 0; i < 100_000; i++) list = [list];
  return list;
})();
const large = Array.from({ length: 10_000 }, () => [Array.from({ length: 10 }, () => "x")]);

function disposed(): tf.Tensor {
  const tensor = tf.tensor1d([1]);
  tensor.dispose();
  return tensor;
}

const values: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  "-Infinity": () => Number.NEGATIVE_INFINITY,
  "-1": () => -1,
  "0": () => 0,
  "1.5": () => 1.5,
  "1e-300": () => 1e-300,
  "an empty text": () => "",
  'the text "1"': () => "1",
  'the text "rk4 "': () => "rk4 ",
  true: () => true,
  false: () => false,
  "a bigint": () => 1n,
  "a symbol": () => Symbol("rtol"),
  "an empty list": () => [],
  "a list of undefined": () => [undefined],
  "a list with holes": () => new Array(2),
  "a list of NaN": () => [Number.NaN],
  "a list of texts": () => ["1", "2"],
  "a list that holds itself": selfHolding,
  "a list that is 100,000 deep": () => deep,
  "a large nested list": () => large,
  "an empty record": () => ({}),
  "a record that holds itself": selfHoldingRecord,
  "a record without prototype": () => Object.create(null),
  "a record with an unknown name": () => ({ rtoll: 1 }),
  "a Map": () => new Map([["rtol", 1]]),
  "a Set": () => new Set([1]),
  "a Date": () => new Date(0),
  "a RegExp": () => /rk4/,
  "an Error": () => new RangeError("given as an argument"),
  "a function that returns nothing": () => () => undefined,
  "an async function": () => async () => undefined,
  "a generator function": () =>
    function* () {
      yield 1;
    },
  "a class": () => Instance,
  "an instance of a class": () => new Instance(),
  "a promise": () => Promise.resolve(1),
  "a proxy": () => new Proxy({}, {}),
  "an empty Float64Array": () => new Float64Array(),
  "a Float32Array of NaN": () => Float32Array.of(Number.NaN),
  "a BigInt64Array": () => BigInt64Array.of(1n),
  "a DataView": () => new DataView(new ArrayBuffer(8)),
  "a disposed tensor": disposed,
  "an int32 tensor": () => tf.tensor1d([1], "int32"),
  "a complex tensor": () => tf.complex([1], [1]),
  "a text tensor": () => tf.tensor1d(["x"]),
  "a tensor of rank 3": () => tf.zeros([1, 1, 1]),
};

/** All of them. */
export const wrongValues: ReadonlyArray<WrongValue> = Object.entries(values).map(
  ([name, make]) => ({ name, make }),
);
