import { SynchronousReadError } from "@symplectic-adjoint/core";
import { describe, expect, test } from "vitest";
import { type BackendFixture, survive, upload } from "./backend-fixture.js";

/** Registers the tests of `read`, `readSync` and `toHostSync`. */
export function readingSuite<A>(get: () => BackendFixture<A>): void {
  /** Runs `use` with a scalar of the backend of value 13, and an array of (2, 3). */
  const withScalar = async (
    use: (scalar: A | number, array: A) => void | Promise<void>,
  ): Promise<void> => {
    const fixture = get();
    const { backend } = fixture;
    let scalar: A | number = Number.NaN;
    const survivors = survive(fixture, () => {
      const a = upload(fixture, [{ shape: [2], values: Float64Array.of(2, 3) }]);
      scalar = backend.dot(a, a);
      return typeof scalar === "number" ? a : [...a, scalar];
    });
    await use(scalar, survivors[0] as A);
    backend.release(survivors);
  };

  describe("Reading", () => {
    test("returns the value of a scalar any number of times.", () =>
      withScalar(async (scalar) => {
        const { backend } = get();
        expect(await backend.read(scalar)).toBe(13);
        expect(await backend.read(scalar)).toBe(13);
      }));

    test("returns numbers unchanged.", async () => {
      const { backend } = get();
      expect(await backend.read(0.1)).toBe(0.1);
      expect(await backend.read(Number.NaN)).toBeNaN();
    });

    test("is synchronous if the backend supports it, and otherwise throws an error with a remedy.", () =>
      withScalar((scalar, array) => {
        const { backend } = get();
        if (backend.readsSynchronously) {
          expect(backend.readSync(scalar)).toBe(13);
          expect(backend.readSync(0.1)).toBe(0.1);
          expect(Array.from(backend.toHostSync(array))).toEqual([2, 3]);
          return;
        }
        if (typeof scalar !== "number")
          expect(() => backend.readSync(scalar)).toThrow(SynchronousReadError);
        expect(() => backend.toHostSync(array)).toThrow(SynchronousReadError);
      }));
  });
}
