import { newArrayNames } from "../../graph/array-names.js";

/** The tables of a program, each once. */
export interface Tables {
  /** Adds a table if it is not there. Returns where it begins. */
  offset(table: Int32Array): number;
  /** All of them, one after another. */
  joined(): Int32Array;
}

/** No tables. */
export function newTables(): Tables {
  const nameOf = newArrayNames();
  const offsets = new Map<string, number>();
  const tables: Array<Int32Array> = [];
  let length = 0;
  return {
    offset(table) {
      const name = nameOf(table);
      const there = offsets.get(name);
      if (there !== undefined) return there;
      const offset = length;
      offsets.set(name, offset);
      tables.push(table);
      length += table.length;
      return offset;
    },
    joined() {
      const joined = new Int32Array(length);
      let offset = 0;
      for (const table of tables) {
        joined.set(table, offset);
        offset += table.length;
      }
      return joined;
    },
  };
}
