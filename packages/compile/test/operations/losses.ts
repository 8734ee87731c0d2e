import * as tf from "@tensorflow/tfjs";
import { type Operation, operation } from "./operation.js";

const alike = [
  [2, 3],
  [2, 3],
];
const positive = { range: [0.2, 0.8] as const };
const { losses: of } = tf;

/** Losses. */
export const losses: ReadonlyArray<Operation> = [
  operation("absoluteDifference", alike, (a, b) => of.absoluteDifference(a, b)),
  operation("cosineDistance", alike, (a, b) => of.cosineDistance(a, b, 1)),
  operation("hingeLoss", alike, (a, b) => of.hingeLoss(a, b)),
  operation("huberLoss", alike, (a, b) => of.huberLoss(a, b)),
  operation("logLoss", alike, (a, b) => of.logLoss(a, b), positive),
  operation("meanSquaredError", alike, (a, b) => of.meanSquaredError(a, b)),
  operation("sigmoidCrossEntropy", alike, (a, b) => of.sigmoidCrossEntropy(a, b)),
  operation("softmaxCrossEntropy", [[2, 3]], (x) =>
    of.softmaxCrossEntropy(
      tf.tensor2d([
        [0, 1, 0],
        [0.5, 0.25, 0.25],
      ]),
      x,
    ),
  ),
  operation("computeWeightedLoss", alike, (a, b) => of.computeWeightedLoss(a, b, tf.Reduction.SUM)),
];
