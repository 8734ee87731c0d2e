import { cumulative } from "./cumulative";
import { gather, scatter } from "./gather";
import { Kind } from "./kinds";
import { copy } from "./lanes";
import { map } from "./map";
import { matMul } from "./mat-mul/mat-mul";
import { reduce } from "./reduce/reduce";
import { combine } from "./steps/combine";
import { norm } from "./steps/norm";
import { Words } from "./words";

/** Runs the instructions from one address to another. Each begins with its kind and its length in bytes. */
export function run<T>(begin: usize, end: usize): void {
  let at = begin;
  while (at < end) {
    switch (Words.int(at, 0)) {
      case Kind.map:
        map<T>(at);
        break;
      case Kind.matMul:
        matMul<T>(at);
        break;
      case Kind.reduce:
        reduce<T>(at);
        break;
      case Kind.gather:
        gather<T>(at);
        break;
      case Kind.scatter:
        scatter<T>(at);
        break;
      case Kind.cumulative:
        cumulative<T>(at);
        break;
      case Kind.run:
        run<T>(Words.address(at, 2), Words.address(at, 3));
        break;
      case Kind.copy:
        copy<T>(Words.address(at, 2), Words.address(at, 3), Words.int(at, 4));
        break;
      case Kind.zero:
        memory.fill(Words.address(at, 2), 0, Words.address(at, 3));
        break;
      case Kind.combine:
        combine<T>(at);
        break;
      default:
        norm<T>(at);
    }
    at += Words.address(at, 1);
  }
}
