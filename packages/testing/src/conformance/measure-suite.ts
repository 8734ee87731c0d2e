import { describe, expect, test } from "vitest";
import { type BackendFixture, keep, survive } from "./backend-fixture.js";
import { hostState } from "./host-state.js";

const host = hostState([[30], [20, 5]], 1);

/** Registers the tests of `measure`, which backends may omit. */
export function measureSuite<A>(get: () => BackendFixture<A>): void {
  describe("Measured memory", () => {
    test("is the peak of what a computation makes, and what is left of it.", () => {
      const fixture = get();
      const { backend } = fixture;
      if (backend.measure === undefined) return;
      const kept = keep(fixture, host);
      const bytes = kept.reduce((sum, leaf) => sum + backend.bytes(leaf), 0);
      const { value, peakBytes, remainingBytes } = backend.measure(() =>
        survive(fixture, () => {
          const sum = backend.linearCombination(kept, 1, [1], [kept]);
          return backend.linearCombination(sum, 1, [1], [sum]);
        }),
      );
      expect(remainingBytes).toBe(bytes);
      expect(peakBytes).toBeGreaterThanOrEqual(2 * bytes);
      expect(backend.measure(() => backend.release(value)).remainingBytes).toBe(-bytes);
      expect(backend.measure(() => backend.release(backend.retain(kept))).peakBytes).toBe(0);
      backend.release(kept);
    });

    test("passes errors on.", () => {
      const { backend } = get();
      if (backend.measure === undefined) return;
      const failing = () => {
        throw new RangeError("mine");
      };
      expect(() => backend.measure?.(failing)).toThrow(RangeError);
    });
  });
}
