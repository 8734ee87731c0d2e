import { describe, expect, test } from "vitest";
import {
  type BackendFixture,
  download,
  expectSame,
  keep,
  survive,
  upload,
} from "./backend-fixture.js";
import { hostState } from "./host-state.js";

const host = hostState([[3], [2, 2]], 1);
const other = hostState([[3], [2, 2]], 2);

/** Registers the tests of `openScope`, `closeScope`, `retain` and `release`. */
export function scopesSuite<A>(get: () => BackendFixture<A>): void {
  describe("Scopes", () => {
    test("leave their survivors usable.", async () => {
      const fixture = get();
      const [a, b] = [survive(fixture, () => upload(fixture, host)), keep(fixture, other)];
      expectSame(await download(fixture, a), host);
      fixture.backend.release(a);
      fixture.backend.release(b);
    });

    test("take several survivors, empty ones and the same one twice.", async () => {
      const fixture = get();
      const { backend } = fixture;
      backend.openScope();
      const [a, b] = [upload(fixture, host), upload(fixture, other)];
      backend.closeScope([a, [], b, a]);
      expectSame(await download(fixture, a), host);
      expectSame(await download(fixture, b), other);
      backend.release(a);
      backend.release(b);
    });

    test("move a survivor to the enclosing scope, where it can survive again.", async () => {
      const fixture = get();
      const { backend } = fixture;
      const sum = survive(fixture, () => {
        const inner = survive(fixture, () => upload(fixture, host));
        return backend.linearCombination(inner, 1, [-1], [inner]);
      });
      const passed = survive(fixture, () => survive(fixture, () => upload(fixture, host)));
      expect((await download(fixture, sum)).flatMap((leaf) => Array.from(leaf))).toEqual(
        new Array(7).fill(0),
      );
      expectSame(await download(fixture, passed), host);
      backend.release(sum);
      backend.release(passed);
    });

    test("close in order, even if nothing was created in them.", () => {
      const { backend } = get();
      backend.openScope();
      backend.openScope();
      backend.closeScope([]);
      backend.closeScope([]);
    });
  });

  describe("Retained arrays", () => {
    test("outlive every scope and have the same values.", async () => {
      const fixture = get();
      const { backend } = fixture;
      let kept = upload(fixture, []);
      survive(fixture, () => {
        survive(fixture, () => {
          kept = backend.retain(upload(fixture, host));
          return [];
        });
        return [];
      });
      expectSame(await download(fixture, kept), host);
      backend.release(kept);
    });

    test("can be read and combined in scopes without being freed by them.", async () => {
      const fixture = get();
      const { backend } = fixture;
      const kept = keep(fixture, host);
      survive(fixture, () => {
        backend.linearCombination(kept, 1, [1], [kept]);
        return [];
      });
      expectSame(await download(fixture, kept), host);
      backend.release(kept);
    });

    test("may be released twice.", () => {
      const fixture = get();
      const kept = keep(fixture, host);
      fixture.backend.release(kept);
      fixture.backend.release(kept);
    });

    test("are separate handles: releasing one leaves another with the same values usable.", async () => {
      const fixture = get();
      const { backend } = fixture;
      const first = keep(fixture, host);
      const second = backend.retain(first);
      backend.release(first);
      expectSame(await download(fixture, second), host);
      backend.release(second);
    });
  });
}
