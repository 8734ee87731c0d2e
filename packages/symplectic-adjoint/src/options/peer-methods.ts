import { type MethodName, tableaux } from "@symplectic-adjoint/tableaux";

const IMPLICIT =
  "The methods of this library are explicit Runge-Kutta methods; an implicit one can be passed as an object, see Extending in the docs.";
const MULTISTEP =
  "The methods of this library are one-step methods: dopri5 and dopri8 suit smooth problems.";

/** Methods of other libraries that have other names here, in lower case and without separators. */
const renamed: Readonly<Record<string, MethodName>> = {
  rk45: "dopri5",
  ode45: "dopri5",
  dp5: "dopri5",
  dormandprince: "dopri5",
  rk23: "bosh3",
  ode23: "bosh3",
  bs3: "bosh3",
  dop853: "dopri8",
  dopri853: "dopri8",
  dp8: "dopri8",
  heun: "adaptiveHeun",
  forwardeuler: "euler",
  rungekutta: "rk4",
};

/** Methods that have no counterpart: what to use instead. */
const missing: Readonly<Record<string, string>> = {
  ...named("tsit5 tsitouras5", 'Write method: "dopri5", which has the same order and cost.'),
  ...named(
    "vern6 vern7 vern8 vern9 tsitpap8",
    'Write method: "dopri8", the method of the highest order here.',
  ),
  ...named("heun2 heun3 ralston ssprk22 ssprk33", "Pass its tableau, made by butcherTableau."),
  ...named(
    "radau bdf lsoda implicitadams impliciteuler implicitmidpoint kvaerno3 kvaerno4 kvaerno5 kencarp3 kencarp4 kencarp5 rosenbrock23 rodas4 rodas5 rodas5p trbdf2 qndf fbdf ode15s ode23s ode23t cvodebdf gl2 gl4 gl6 trapezoid",
    IMPLICIT,
  ),
  ...named("explicitadams fixedadams vcab3 vcab5 ab2 ab3 abm54 ode113 adams", MULTISTEP),
  ...named("scipysolver", 'Name the method itself: method: "dopri5" is RK45.'),
};

/** What to write instead of a method's name in another library. */
export function hintForMethod(value: unknown): string | undefined {
  const text = typeof value === "function" ? value.name : value;
  if (typeof text !== "string") return undefined;
  const key = simple(text);
  const same = Object.keys(tableaux).find((name) => simple(name) === key);
  const name = same ?? (Object.hasOwn(renamed, key) ? renamed[key] : undefined);
  if (name !== undefined) return `Write method: "${name}".`;
  return Object.hasOwn(missing, key) ? missing[key] : undefined;
}

/** The names of other libraries that are known, for tests. */
export const peerMethods: ReadonlyArray<string> = [
  ...Object.keys(renamed),
  ...Object.keys(missing),
];

function simple(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function named(names: string, hint: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, hint]));
}
