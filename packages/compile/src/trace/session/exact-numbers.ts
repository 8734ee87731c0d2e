import { env } from "../../imports/tfjs-core.js";
import { withMethod } from "./with-method.js";

/** Numbers as they were written, before TensorFlow.js rounded them to float32. */
export interface ExactNumbers {
  /** Runs `body` while numbers that become tensors are noted. */
  watch<T>(body: () => T): T;
  /** The numbers that were rounded to these values last; the values themselves if they were not numbers before. */
  before(values: ArrayLike<number>): ArrayLike<number>;
}

/** The most lists to remember: there are several only where lists are nested, and then the outermost comes first. */
const MOST_LISTS = 16;

/**
 * Notes numbers on their way into tensors, so that a program in double precision multiplies by 0.1 where f does, and not by
 * 0.10000000149. TensorFlow.js asks its platform about every number and every list before it converts it.
 */
export function exactNumbers(): ExactNumbers {
  let lists: Array<ReadonlyArray<unknown>> = [];
  let single: number | undefined;
  const note = (value: unknown): void => {
    if (typeof value === "number") single = value;
    else if (Array.isArray(value) && lists.length < MOST_LISTS) lists.push(value);
  };
  return {
    watch(body) {
      const { platform } = env();
      const noting = (isTypedArray: typeof platform.isTypedArray) => (value: unknown) => {
        note(value);
        return isTypedArray.call(platform, value);
      };
      return withMethod(platform, "isTypedArray", noting, body);
    },
    before(values) {
      const candidates = [...lists, ...(single === undefined ? [] : [[single]])];
      lists = [];
      single = undefined;
      for (const candidate of candidates) {
        const numbers = candidate.flat(Number.POSITIVE_INFINITY) as ReadonlyArray<number>;
        if (numbers.length === values.length && numbers.every((x, i) => rounds(x, values[i])))
          return numbers;
      }
      return values;
    },
  };
}

function rounds(x: unknown, value: number | undefined): boolean {
  return typeof x === "number" && Object.is(Math.fround(x), value);
}
