import type { Operation } from "../lowering/operation.js";
import type { Storage } from "./storage.js";

/** A place that one temporary value has, or several one after another, each written over the one before. */
interface Span {
  readonly storages: Array<Storage>;
  readonly length: number;
  first: number;
  last: number;
  offset: number;
}

/**
 * Gives the temporary values of a list of operations their places from `start` on, such that those that are needed at
 * the same time do not overlap: the longest first, each at the lowest place that is free.
 *
 * @returns Where the places end.
 */
export function layOut(
  operations: ReadonlyArray<Operation>,
  start: number,
  align: (offset: number, length: number) => number,
): number {
  const spans = findSpans(operations);
  spans.sort((a, b) => b.length - a.length || a.first - b.first);
  const placed: Array<Span> = [];
  let end = start;
  for (const span of spans) {
    span.offset = lowestPlace(span, placed, start, align);
    end = Math.max(end, span.offset + span.length);
    const above = placed.findIndex((other) => other.offset > span.offset);
    placed.splice(above < 0 ? placed.length : above, 0, span);
    for (const storage of span.storages) storage.offset = span.offset;
  }
  return end;
}

function findSpans(operations: ReadonlyArray<Operation>): Array<Span> {
  const spans = new Map<Storage, Span>();
  const lastReads = new Map<Storage, number>();
  for (const [i, { reads }] of operations.entries())
    for (const storage of reads) lastReads.set(storage, i);
  for (const [i, operation] of operations.entries())
    for (const storage of operation.writes) {
      if (storage.lasting || spans.has(storage)) continue;
      const last = lastReads.get(storage) ?? i;
      const replaced = replacedSpan(operation, storage, spans, i);
      if (replaced !== undefined) {
        replaced.storages.push(storage);
        replaced.last = last;
        spans.set(storage, replaced);
      } else {
        const { length } = storage;
        spans.set(storage, { storages: [storage], length, first: i, last, offset: -1 });
      }
    }
  return [...new Set(spans.values())];
}

/** The place of an operand that ends with operation i, which its result may take over. */
function replacedSpan(
  { inPlace }: Operation,
  storage: Storage,
  spans: ReadonlyMap<Storage, Span>,
  i: number,
): Span | undefined {
  for (const { write, read } of inPlace) {
    if (write !== storage || read.lasting || read.length !== write.length) continue;
    const span = spans.get(read);
    // Its last value is the operand, and nobody has taken it over yet.
    if (span?.last === i && span.storages.at(-1) === read) return span;
  }
  return undefined;
}

function lowestPlace(
  { first, last, length }: Span,
  placed: ReadonlyArray<Span>,
  start: number,
  align: (offset: number, length: number) => number,
): number {
  let offset = align(start, length);
  // By ascending offset: the first gap that is long enough.
  for (const other of placed) {
    if (other.last < first || other.first > last) continue;
    if (offset + length <= other.offset) break;
    offset = Math.max(offset, align(other.offset + other.length, length));
  }
  return offset;
}
