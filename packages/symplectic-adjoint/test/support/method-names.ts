import { type MethodName, tableaux } from "../../src/index.js";

/** The names of all methods. */
export const methodNames: ReadonlyArray<MethodName> = Object.keys(
  tableaux,
) as ReadonlyArray<MethodName>;

/** The names of the methods that estimate their error. */
export const adaptiveMethods: ReadonlyArray<MethodName> = methodNames.filter(
  (name) => tableaux[name].error !== undefined,
);

/** The names of the methods that take fixed steps. */
export const fixedMethods: ReadonlyArray<MethodName> = methodNames.filter(
  (name) => tableaux[name].error === undefined,
);
