import {
  checkValue,
  functionRequirement,
  InvalidArgumentError,
  required,
} from "@symplectic-adjoint/core";
import type { NumericArray } from "../values/task-value.js";

/** What is needed of a `tf.Variable`. */
export interface VariableLike {
  readonly name: string;
  readonly shape: ReadonlyArray<number>;
  /** Its values, read back. */
  data(): Promise<NumericArray>;
}

const variableRemedy =
  "Write the variables of the model: model.trainableWeights.map((w) => w.val).";
const tensorFunction = required(functionRequirement("Write tf.tensor."));

/**
 * Reads the values of TensorFlow.js variables, by name: the parameters of a task. Reads are asynchronous, so any engine
 * will do.
 *
 * @throws InvalidArgumentError if two variables share a name.
 * @example
 * const parameters = await variableValues([weights, bias]); // { weights: Float32Array, bias: Float32Array }
 */
export async function variableValues(
  variables: ReadonlyArray<VariableLike>,
): Promise<Record<string, NumericArray>> {
  checkVariables(variables);
  const values = await Promise.all(variables.map((variable) => variable.data()));
  return Object.fromEntries(variables.map(({ name }, i) => [name, values[i] as NumericArray]));
}

/**
 * Turns summed gradients into the tensors that `optimizer.applyGradients` takes. The caller disposes them.
 *
 * @param tensor `tf.tensor`.
 * @throws InvalidArgumentError if a variable has no gradient of its size.
 * @example
 * const { gradients } = await parallelGradients("loss", batch, { pool, parameters });
 * const named = namedTensors(gradients, variables, tf.tensor);
 * optimizer.applyGradients(named);
 * tf.dispose(named);
 */
export function namedTensors<T>(
  gradients: Readonly<Record<string, NumericArray>>,
  variables: ReadonlyArray<Pick<VariableLike, "name" | "shape">>,
  tensor: (values: Float32Array, shape: Array<number>) => T,
): Record<string, T> {
  checkVariables(variables);
  checkValue("The third argument of namedTensors", tensor, tensorFunction);
  const named: Record<string, T> = {};
  for (const { name, shape } of variables) {
    const values =
      typeof gradients === "object" && gradients !== null ? gradients[name] : undefined;
    const size = shape.reduce((product, length) => product * length, 1);
    if (!ArrayBuffer.isView(values) || values.length !== size)
      throw new InvalidArgumentError({
        argument: "The first argument of namedTensors",
        value: gradients,
        problem: `must have an array of ${size} numbers for the variable ${JSON.stringify(name)}`,
        remedy: "Return the gradients of the task as a record by the names of the variables.",
      });
  }
  for (const { name, shape } of variables)
    named[name] = tensor(Float32Array.from(gradients[name] as NumericArray), [...shape]);
  return named;
}

function checkVariables(variables: unknown): void {
  const valid =
    Array.isArray(variables) &&
    variables.length > 0 &&
    Array.from(variables).every(isVariable) &&
    new Set(variables.map(({ name }) => name)).size === variables.length;
  if (valid) return;
  throw new InvalidArgumentError({
    argument: "The variables",
    value: variables,
    problem: "must be a list of TensorFlow.js variables, each with a name of its own",
    remedy: variableRemedy,
  });
}

function isVariable(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { name, shape } = value as Partial<VariableLike>;
  return typeof name === "string" && Array.isArray(shape);
}
