import * as tf from "@tensorflow/tfjs";
import { fitLogScale, type Pair } from "../../src/log-scale.js";
import { createModel } from "../../src/model.js";
import { readPelts } from "../../src/read-pelts.js";
import type { Fit } from "../../src/train.js";

export const record = readPelts();
const scale = fitLogScale(record);
export const states = record.map(scale.toModel);

/** An untrained model that starts at the first year's record. */
export function freshFit(seed: number): Fit {
  const start = tf.variable(tf.tensor2d([[...(states[0] as Pair)]]));
  return { model: createModel(seed), start };
}

/** All numbers that training changes. */
export async function numbersOf({ model, start }: Fit): Promise<ReadonlyArray<number>> {
  const arrays = await Promise.all([...model.parameters, start].map((variable) => variable.data()));
  return arrays.flatMap((array) => [...array]);
}
