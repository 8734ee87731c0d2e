import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { awkwardSpans } from "../support/awkward-spans.js";
import { adaptiveMethods, methods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

/** Spans whose rates float32 can hold. */
const spans = awkwardSpans.filter(([, t0, t1]) => Math.abs(Math.log10(Math.abs(t1 - t0))) < 30);
/** Spans that a step of the length which the error asks for divides. */
const resolved = spans.filter(([name]) => !/doubles|one double/.test(name));

/** Those whose steps are few at the tolerance that a comparison with the solution needs. */
const accurate = ["dopri8", "dopri5", "bosh3"] as const;

onEachEngine("Over an awkward span", () => {
  describe.each(strategies)("$name", ({ integrate }) => {
    it.each(spans)("keeps f inside a span of %s, with every method", (_, t0, t1) => {
      const seen: Array<number> = [];
      const rate = tf.variable(tf.scalar(1e-3 / (t1 - t0)));
      const f = (t: number, y: tf.Tensor) => {
        seen.push(t);
        return tf.mul(rate, tf.sub(1, y));
      };
      for (const method of methods)
        for (const start of [0, 293]) {
          const loss = () =>
            tf.sum(integrate(f, tf.tensor1d([start]), [t0, t1], settings(method))).asScalar();
          tf.dispose(tf.variableGrads(loss, [rate]));
        }
      expect(Math.min(...seen)).toBeGreaterThanOrEqual(Math.min(t0, t1));
      expect(Math.max(...seen)).toBeLessThanOrEqual(Math.max(t0, t1));
    });

    // With τ = (t − t0)/T: dy/dτ = v, dv/dτ = p τ, hence y = p/6 and v = p/2 at the end.
    it.each(resolved)("starts from rest and arrives, over a span of %s", (_, t0, t1) => {
      const span = t1 - t0;
      const p = tf.variable(tf.scalar(3));
      const f = (t: number, [, v]: Array<tf.Tensor>) => [
        tf.div(v as tf.Tensor, span),
        tf.mul(p, (t - t0) / span / span),
      ];
      for (const method of accurate) {
        const rest = [tf.scalar(0), tf.scalar(0)];
        const { value, grads } = tf.variableGrads(() => {
          const [y, v] = integrate(f, rest, [t0, t1], settings(method, 1e-5)) as Array<tf.Tensor>;
          return tf
            .sum(tf.add((y as tf.Tensor).slice([1]), (v as tf.Tensor).slice([1])))
            .asScalar();
        }, [p]);
        expect(value.dataSync()[0], method).toBeCloseTo(3 / 6 + 3 / 2, 2);
        expect(grads[p.name]?.dataSync()[0], method).toBeCloseTo(1 / 6 + 1 / 2, 2);
        tf.dispose([value, grads]);
      }
    });
  });
});

function settings(method: (typeof methods)[number], tolerance = 1e-3) {
  const adaptive = (adaptiveMethods as ReadonlyArray<string>).includes(method);
  return adaptive ? { method, rtol: tolerance, atol: tolerance } : { method, stepsPerInterval: 1 };
}
