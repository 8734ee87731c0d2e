import { abs, isPositive, relu } from "../host/choices.js";
import { mean, softmax, softplus, square } from "../host/functions.js";
import { arrayOf, constants, type HostArray, map, pick, reduce, sum } from "../host/host-array.js";
import { add, affine, log, mul, neg, type Scalar, sub } from "../host/scalar.js";
import { type Kind, kind, type Range } from "./kind.js";

type Term = (label: Scalar, prediction: Scalar) => Scalar;

const matrix = [
  [2, 3],
  [2, 3],
];
const share: Range = [0.1, 0.9];

/** A mean over all elements. */
function loss(name: string, term: Term, range?: Range): Kind {
  return kind(
    `losses.${name}`,
    `tf.losses.${name}($0, $1)`,
    matrix,
    (labels, predictions) => ({ shape: [], at: [mean([...map(term, labels, predictions).at])] }),
    range && { ranges: range },
  );
}

const huber = (a: Scalar): Scalar => {
  const error = abs(a);
  return isPositive(affine(error, 1, -1)) ? affine(error, 1, -0.5) : affine(square(a), 0.5);
};

/** Loss functions. */
export const losses: ReadonlyArray<Kind> = [
  loss("meanSquaredError", (a, b) => square(sub(a, b))),
  loss("absoluteDifference", (a, b) => abs(sub(a, b))),
  loss("huberLoss", (a, b) => huber(sub(b, a))),
  loss("hingeLoss", (a, b) => relu(affine(mul(affine(a, 2, -1), b), -1, 1))),
  loss(
    "logLoss",
    (a, b) =>
      neg(
        add(mul(a, log(affine(b, 1, 1e-7))), mul(affine(a, -1, 1), log(affine(b, -1, 1 + 1e-7)))),
      ),
    share,
  ),
  loss("sigmoidCrossEntropy", (a, b) => sub(softplus(b), mul(a, b)), share),
  kind("losses.cosineDistance", "tf.losses.cosineDistance($0, $1, 1)", matrix, (a, b) => ({
    shape: [],
    at: [
      mean(
        [0, 1].map((i) =>
          affine(
            sum(3, (j) => mul(pick(a, i, j), pick(b, i, j))),
            -1,
            1,
          ),
        ),
      ),
    ],
  })),
  kind(
    "losses.softmaxCrossEntropy",
    "tf.losses.softmaxCrossEntropy(tf.tensor2d([[0, 1, 0], [0.5, 0.25, 0.25]]), $0)",
    [[2, 3]],
    (logits) => ({ shape: [], at: [mean(entropies(logits))] }),
  ),
  kind(
    "losses.computeWeightedLoss",
    "tf.losses.computeWeightedLoss($0, $1, tf.Reduction.SUM)",
    matrix,
    (a, b) => ({ shape: [], at: [add(...map(mul, a, b).at)] }),
  ),
];

const LABELS = constants([2, 3], [0, 1, 0, 0.5, 0.25, 0.25]);

function entropies(logits: HostArray): Array<Scalar> {
  const shares = [0, 1].map((i) => softmax(logits.at.slice(3 * i, 3 * i + 3)));
  const terms = arrayOf([2, 3], (i = 0, j = 0) =>
    mul(pick(LABELS, i, j), log(shares[i]?.[j] as Scalar)),
  );
  return reduce(terms, [1], (row) => neg(add(...row))).at.slice();
}
